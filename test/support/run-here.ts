import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as CommandLine from '../../src/daemon/command-line.js';
import type * as Faults from '../../src/model/fault.js';
import { built } from './built.js';
import type { Finished } from './ghostnote.js';

// The compiled ones: only from there the package is where they look for it.
const [{ runCommandLine }, { describeError, Fault }] = (await Promise.all(
  ['daemon/command-line', 'model/fault'].map((file) => import(built(`src/${file}.js`).href)),
)) as [typeof CommandLine, typeof Faults];

/**
 * `ghostnote ARGS` in this process, which is there ten times as soon as one of its own, for commands that start no threads.
 * Says what `main.ts` would print, and the status that it would end with.
 */
export async function runHere(args: readonly string[], input = ''): Promise<Finished> {
  let out = '';
  let err = '';
  const io = {
    lines: lines(input),
    out: (line: string) => void (out += `${line}\n`),
    err: (line: string) => void (err += `${line}\n`),
    over: (line: string) => void (err += `\r${line}\x1b[K`),
  };
  const env = { XDG_STATE_HOME: join(tmpdir(), `ghostnote-test-state-${process.pid}`) };
  const status = await runCommandLine(args, env, io).catch((error: unknown) => {
    err += `ghostnote: ${describeError(error)}\n`;
    return error instanceof Fault ? error.exit : 1;
  });
  // For the processes of a daemon, which this one does not begin.
  delete process.env['GHOSTNOTE_KEPT_CONFIG'];
  return { status, out, err };
}

async function* lines(input: string): AsyncGenerator<string> {
  yield* await Promise.resolve(input === '' ? [] : input.split('\n'));
}
