import { spawn } from 'node:child_process';
import type { Command } from './command.js';
import { onEnding, statusOf } from './signals.js';

/**
 * V8's flags for a process that plays. Each thread collects its own garbage: V8 would lend it helpers, which all threads
 * share; they are not in real time, and where they wait for a core, the clock and the model wait with them. And a thread may
 * say when.
 */
const flags = ['--single-threaded-gc', '--expose-gc'];

/** Whether another process of this command line began this one to play. */
export function isPlayingProcess(): boolean {
  return flags.every((flag) => process.execArgv.includes(flag));
}

/** What Node is to be given to run this command line as a process that plays. */
export function playingArguments(): string[] {
  const missing = flags.filter((flag) => !process.execArgv.includes(flag));
  return [...missing, ...process.execArgv, ...process.argv.slice(1)];
}

/** `command`, run in a process that plays; its streams are those of this one, and signals are handed on. */
export function inPlayingProcess(command: Command): Command {
  return {
    ...command,
    run: (io) => (isPlayingProcess() ? command.run(io) : runAgain()),
  };
}

function runAgain(): Promise<number> {
  // Before there is one: a signal that comes meanwhile must not leave it behind.
  onEnding((signal) => child.kill(signal));
  const child = spawn(process.execPath, playingArguments(), { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status, signal) => resolve(status ?? statusOf(signal!)));
  });
}
