import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { built } from '../support/built.js';
import { connectSocket, type SocketClient } from '../support/socket-client.js';

/** For `vi.waitFor`: an emulated machine may need a minute for what a real one does in seconds. */
export const patience = { timeout: 120_000, interval: 250 };

/** The real daemon, in a process of its own, on a small model. */
export interface Program {
  /** Its exit status, and its summary: the last line of standard output. */
  readonly ended: Promise<{ status: number | null; summary: Record<string, number> }>;
  /** A client of it, once it serves. */
  connect(): Promise<SocketClient>;
  /** Of the process that plays. */
  pid(): Promise<number>;
  /** What it has said so far. */
  err(): string;
  signal(name: NodeJS.Signals): void;
}

/**
 * Starts it, with `more` arguments; it plays for so many seconds unless told to stop. `folder` takes the model. Without a
 * terminal it needs no `--headless`, whose second process takes an emulated machine half a minute to start.
 */
export async function start(
  folder: string,
  seconds: number,
  more: readonly string[] = [],
): Promise<Program> {
  await saveModel(folder, smallModel());
  const http = await freePort();
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(built('src/daemon/main.js')),
      ...['play', '--json', '--model', folder, '--seconds', String(seconds)],
      ...['--osc-port', '0', '--http-port', String(http), ...more],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    process.stderr.write(chunk);
  });
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<Awaited<Program['ended']>>((resolve) => {
    child.on('close', (status) => {
      const last = text.trimEnd().split('\n').at(-1)!;
      resolve({ status, summary: JSON.parse(last || '{}') as Record<string, number> });
    });
  });
  return {
    ended,
    connect: () => vi.waitFor(() => connectSocket(http), patience),
    pid: () =>
      vi.waitFor(async () => {
        const health = await fetch(`http://127.0.0.1:${http}/health`);
        return ((await health.json()) as { readonly pid: number }).pid;
      }, patience),
    err: () => said,
    signal: (name) => void child.kill(name),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
