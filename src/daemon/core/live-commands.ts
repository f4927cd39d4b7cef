import { learnCommands, presetCommands } from './preset-commands.js';
import { partCommands } from './part-commands.js';

/** What a command is told beside its name. */
export interface CommandArgument {
  readonly name: string;
  readonly type: 'text' | 'number';
  readonly help: string;
  /** What text must match, whole. */
  readonly pattern?: string;
  /** The command can do without it. */
  readonly optional?: boolean;
}

export interface CommandRow<Name extends string = string> {
  readonly name: Name;
  readonly help: string;
  readonly argument?: CommandArgument;
  /** Each part has its own: `part/2/name` for part 2. */
  readonly scope?: 'part';
}

const commandRows = [
  { name: 'start', help: 'play, from the top of a bar' },
  { name: 'continue', help: 'play on from where it stopped' },
  { name: 'stop', help: 'stop and end every note' },
  { name: 'end', help: 'play on to the bar line, and end with the first beat there' },
  { name: 'panic', help: 'end every note on every channel, now, and stop' },
  { name: 'downbeat', help: 'a bar begins now: the nearest bar line comes to this instant' },
  { name: 'tap', help: 'tap the beat: four taps in time set the tempo' },
  {
    name: 'keep',
    help: 'write the last bars that were played to a MIDI file, after the fact',
    argument: { name: 'bars', type: 'number', help: 'how many; 32 unless given', optional: true },
  },
  ...partCommands,
  ...presetCommands,
  ...learnCommands,
  { name: 'calibrate', help: 'tap along on your keyboard: sixteen taps set the latency' },
  { name: 'quit', help: 'stop and end the daemon' },
] as const satisfies readonly CommandRow[];

export type CommandName = (typeof commandRows)[number]['name'];
export type LiveCommand = CommandRow<CommandName>;

/** Commands that any client can give while the daemon runs; OSC `/ghostnote/name`, with the argument if there is one. */
export const commands: readonly LiveCommand[] = commandRows;
