import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ServerMessage } from '../../src/daemon/core/messages.js';
import type { Values } from '../../src/daemon/core/setting.js';
import { built } from './built.js';
import type { LinkNetwork } from './link-network.js';

/** What it told, and when, on the clock that `LinkState.micros` is of. */
export type Heard = (ServerMessage | { readonly type: 'ready' }) & { readonly micros: number };

export interface LinkGhostnote {
  readonly heard: readonly Heard[];
  /** `start`, `stop`, `tempo 97`. */
  tell(line: string): void;
  /** Resolves when something that it told, now or before, is so. */
  until<T extends Heard>(holds: (heard: Heard) => heard is T): Promise<T>;
  until(holds: (heard: Heard) => boolean): Promise<Heard>;
  /** As at the end of a show. */
  close(): Promise<void>;
}

/** A whole ghostnote as a process of its own, on a network where real Link peers meet. */
export async function startLinkGhostnote(
  network: LinkNetwork,
  settings: Values,
): Promise<LinkGhostnote> {
  const entry = fileURLToPath(built('test/support/link-ghostnote-entry.js'));
  const [command, ...args] = [...network.enter(), process.execPath, entry];
  const child = spawn(command, [...args, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const heard: Heard[] = [];
  let wake = (): void => undefined;
  createInterface(child.stdout).on('line', (line) => {
    heard.push(JSON.parse(line) as Heard);
    wake();
  });
  const until = async (holds: (heard: Heard) => boolean): Promise<Heard> => {
    for (;;) {
      const found = heard.find(holds);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const ghostnote: LinkGhostnote = {
    heard,
    tell: (line) => void child.stdin.write(`${line}\n`),
    until: until,
    close: async () => {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
  await ghostnote.until(({ type }) => type === 'ready');
  return ghostnote;
}
