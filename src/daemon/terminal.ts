import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { unhurry } from './io/priority.js';

/**
 * Runs the terminal UI on this terminal, for the daemon at `address` (HOST:PORT; on another machine it wants its `code`), as a process of its own: it can crash, hang or be stopped, and not one note
 * moves. Resolves with its exit status; a signal counts as 1.
 */
export function runTerminal(
  address: string,
  code = '',
): { readonly ended: Promise<number>; stop(): void } {
  const entry = fileURLToPath(new URL('../tui/main.js', import.meta.url));
  const child = spawn(process.execPath, [entry, '--connect', address, '--code', code], {
    stdio: 'inherit',
  });
  if (child.pid !== undefined) unhurry(child.pid);
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (status) => resolve(status ?? 1));
    child.once('error', () => resolve(1));
  });
  return { ended, stop: () => void child.kill('SIGTERM') };
}
