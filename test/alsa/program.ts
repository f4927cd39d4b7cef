import { spawn } from 'node:child_process';

/** The program whose ports are looked at. One line to change when the daemon can stand here. */
const command = (seconds: number) => ['dist/test/alsa/probe.js', String(seconds)];

export interface Program {
  /** Its exit status, and its summary: the last line of standard output. */
  readonly ended: Promise<{ status: number | null; summary: Record<string, number> }>;
  /** Whether it says that it has heard a player. */
  heard(): Promise<boolean>;
  terminate(): void;
}

/** Starts it from the root of the repository; it plays for so many seconds unless told to stop. */
export function start(seconds: number): Program {
  const child = spawn(process.execPath, command(seconds), { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<Awaited<Program['ended']>>((resolve) => {
    child.on('close', (status) => {
      const last = text.trimEnd().split('\n').at(-1)!;
      resolve({ status, summary: JSON.parse(last) as Record<string, number> });
    });
  });
  return {
    ended,
    heard: async () => ((await ended).summary.heard ?? 0) > 0,
    terminate: () => void child.kill('SIGTERM'),
  };
}
