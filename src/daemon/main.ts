#!/usr/bin/env node
import { createInterface } from 'node:readline';
import { describeError, Fault } from '../model/fault.js';
import { runCommandLine } from './command-line.js';
import { screenLines } from './screen-lines.js';

// A terminal or a supervisor that has gone: what is said to it is lost, and the notes still end in order.
process.stderr.on('error', () => undefined);
// A reader that has enough (`| head`) has had what it wanted.
process.stdout.on('error', () => undefined);

/** The process entry: the only place that prints and exits. */
const started = runCommandLine(process.argv.slice(2), process.env, {
  lines: readLines(),
  out: (line) => process.stdout.write(`${line}\n`),
  ...screenLines((text) => process.stderr.write(text)),
});

started.then(
  (status) => leave(status),
  (error: unknown) => {
    process.stderr.write(`ghostnote: ${describeError(error)}\n`);
    leave(error instanceof Fault ? error.exit : 1);
  },
);

/** Opened when the first line is asked for: what a reader has read by itself before then would be lost. */
async function* readLines(): AsyncGenerator<string> {
  yield* createInterface({ input: process.stdin, crlfDelay: Infinity });
}

/** Standard output is a pipe at times: what was written must be out before the process ends. */
function leave(status: number): void {
  process.stdout.write('', () => process.exit(status));
}
