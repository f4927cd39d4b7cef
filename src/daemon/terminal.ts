import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { unhurry } from './io/priority.js';

/** Milliseconds that it has to close its screen; one that hangs is killed then. */
const patience = 2000;

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
    child.once('exit', (status) => {
      if (status === null) restore();
      resolve(status ?? 1);
    });
    child.once('error', () => resolve(1));
  });
  const stop = (): void => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), patience);
    void ended.then(() => clearTimeout(force));
  };
  return { ended, stop };
}

/** No mouse, colours as they were, a cursor, the lines from before: what a screen sends that can close itself. */
const leave = '\x1b[?1006l\x1b[?1000l\x1b[0m\x1b[?25h\x1b[?1049l';

/** Gives the terminal back in place of a UI that was killed: keys are lines again, and Ctrl-C is a signal. */
function restore(): void {
  process.stdout.write(leave);
  if (process.platform !== 'win32') spawnSync('stty', ['sane'], { stdio: 'inherit' });
}
