import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './built.js';

/** What it would keep in the home of whoever tests. */
const stateHome = join(tmpdir(), `ghostnote-test-state-${process.pid}`);
process.once('exit', () => rmSync(stateHome, { recursive: true, force: true }));

const [ghostnote, train] = ['src/daemon/main.js', 'scripts/train.js'].map((entry) =>
  fileURLToPath(built(entry)),
);

export interface Finished {
  /** Exit status, or the signal's name. */
  readonly status: number | string;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** What it has written to standard error so far. */
  err(): string;
  readonly finished: Promise<Finished>;
}

/**
 * `ghostnote ARGS` as a process of its own, with nothing in its environment that could set anything, but what `more` has
 * for tests.
 */
export function startGhostnote(
  args: readonly string[],
  input = '',
  cwd = '.',
  more: NodeJS.ProcessEnv = {},
): Running {
  return startProgram([ghostnote!, ...args], input, cwd, more);
}

/** `npm run train -- ARGS`, in the same way. */
export function startTraining(args: readonly string[], more: NodeJS.ProcessEnv = {}): Running {
  return startProgram([train!, ...args], '', '.', more);
}

function startProgram(
  program: readonly string[],
  input: string,
  cwd: string,
  more: NodeJS.ProcessEnv,
): Running {
  const env = { PATH: process.env['PATH'], XDG_STATE_HOME: stateHome, ...more };
  const child = spawn(process.execPath, program, { env, cwd, stdio: 'pipe' });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.on('error', () => undefined); // it may end before it has read all
  child.stdin.end(input);
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (status, signal) => resolve({ status: status ?? signal ?? -1, out, err }));
  });
  return { child, err: () => err, finished };
}

export function runGhostnote(args: readonly string[], input = '', cwd = '.'): Promise<Finished> {
  return startGhostnote(args, input, cwd).finished;
}

/** The object that `--json` leaves on the last line. */
export function lastJson({ out }: Finished): Record<string, unknown> {
  return JSON.parse(out.trimEnd().split('\n').at(-1)!) as Record<string, unknown>;
}
