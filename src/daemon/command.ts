import type { Setting, Values } from './core/setting.js';

/** One verb of the command line; its name is in `commands/index.ts`. It throws `Fault`; only the process entry prints it and exits. */
export interface Command {
  readonly help: string;
  /** What it takes as flags, environment variables and TOML: rows of the settings table, or rows of its own. */
  readonly options: readonly Setting[];
  /** Positional arguments, as the usage line shows them: `FILE…`, or empty. */
  readonly positionals: string;
  /** Exit status: 0 done, 1 failed. */
  run(io: CommandIo): Promise<number>;
}

export type NamedCommand = Command & { readonly name: string };

export interface CommandIo {
  /** Every option of the command, checked and with its default filled in. */
  readonly values: Values;
  readonly positionals: readonly string[];
  /** Standard input, a line at a time. */
  readonly lines: AsyncIterable<string>;
  /** One line to standard output: for machines, or the result that was asked for. */
  readonly out: (line: string) => void;
  /** One line to standard error: for people. */
  readonly err: (line: string) => void;
  /** The same, written over the one before, where it goes to a terminal. */
  readonly over: (line: string) => void;
}
