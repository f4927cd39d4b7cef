import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

export interface LoadPorts {
  readonly osc: number;
  readonly http: number;
}

/** Terminals that watch: each a process with a WebSocket of its own. */
const terminals = 3;

/** What a busy stage does to a daemon: a thousand OSC messages a second, and terminals that show every note. */
export function startLoad(ports: LoadPorts): { stop(): Promise<void> } {
  const endFlood = startFlood(ports.osc, 1000);
  const entry = fileURLToPath(new URL('../../tui/main.js', import.meta.url));
  const screens = Array.from({ length: terminals }, () =>
    spawn(process.execPath, [entry, '--connect', `127.0.0.1:${ports.http}`], {
      stdio: ['ignore', 'ignore', 'ignore'],
      env: { ...process.env, TERM: 'dumb' },
    }),
  );
  return {
    async stop() {
      for (const screen of screens) screen.kill();
      await endFlood();
    },
  };
}

/** So many OSC messages a second to one setting, from a thread of their own. Gives what ends it. */
export function startFlood(port: number, rate: number): () => Promise<unknown> {
  const sender = new Worker(new URL('./load-thread.js', import.meta.url), {
    workerData: { port, rate },
  });
  return () => sender.terminate();
}
