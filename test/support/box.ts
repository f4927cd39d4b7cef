import { writeFileSync } from 'node:fs';
import { onTestFailed } from 'vitest';
import { connectSocket, type SocketClient } from './socket-client.js';
import type { ServerMessage } from '../../src/daemon/core/messages.js';
import { until } from './until.js';
import { startWired, type Wired } from './wired.js';

type Tick = Extract<ServerMessage, { readonly type: 'tick' }>;

/** What can happen to one of its threads (`sabotage.ts`). */
export type Suffering = 'engine' | 'memory' | 'clock' | 'main';

/** A session on a box without a screen, which plays and has a client. */
export interface Box extends Wired {
  readonly http: number;
  readonly client: SocketClient;
  /** Makes a thread of the process that plays suffer. */
  sabotage(what: Suffering): Promise<void>;
  health(): Promise<Readonly<Record<string, unknown>>>;
  /** The next tick that the model planned, and not the clock in its place. */
  planned(): Promise<Tick>;
}

/** `ghostnote play --headless ARGS`, with a MIDI driver that writes to `file`, and `env` in its environment. */
export async function startBox(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Box> {
  const ports = ['--osc-port', '0', '--http-port', '0'];
  const running = startWired(file, ['play', '--headless', ...ports, ...args], 'sabotage', env);
  onTestFailed(() => void process.stderr.write(running.err()));
  const page = /127\.0\.0\.1:(\d+)/;
  await until(() => page.test(running.err()));
  const http = Number(page.exec(running.err())![1]);
  const client = await connectSocket(http);
  const health = async () =>
    (await (await fetch(`http://127.0.0.1:${http}/health`)).json()) as Record<string, unknown>;
  return {
    ...running,
    http,
    client,
    sabotage: async (what) => writeFileSync(`${file}.${String((await health())['pid'])}`, what),
    health,
    planned: async () => {
      for (;;) {
        const tick = await client.next('tick');
        if (!tick.missed) return tick;
      }
    },
  };
}
