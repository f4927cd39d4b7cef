import { nearestName } from '../daemon/core/nearest.js';
import { partName } from '../daemon/core/part-settings.js';
import type { LiveCommand } from '../daemon/core/live-commands.js';
import { type Outcome, quiet } from './outcome.js';
import { note, settingsOf, type State } from './state.js';
import { fullTarget, targetsOf } from './targets.js';

/** Longer than any name of a preset. */
const longest = 80;

/** A key while a command is being typed. */
export function typeLine(state: State, line: string, key: string): Outcome {
  switch (key) {
    case 'enter':
      return giveLine({ ...state, line: null }, line.trim());
    case 'escape':
      return quiet({ ...state, line: null });
    case 'backspace':
      return quiet({ ...state, line: line === '' ? null : line.slice(0, -1) });
    case 'tab':
      return quiet({ ...state, line: complete(state, line) });
    default:
      return quiet(
        isText(key) ? { ...state, line: (line + character(key)).slice(0, longest) } : state,
      );
  }
}

/** What a line may become. */
export interface Choices {
  /** The command that it gives as it stands. */
  readonly command: LiveCommand | undefined;
  /** Names of commands that begin so; once there is a space, what may be said after the one before it. */
  readonly words: readonly string[];
}

export function choicesOf(state: State, line: string): Choices {
  const [name = '', ...rest] = line.trimStart().split(' ');
  const begun = (state.hello?.commands ?? []).filter((one) => one.name.startsWith(name));
  // What ends the music is given by its whole name alone.
  const short = begun.length === 1 && begun[0]!.name !== 'quit' ? begun[0] : undefined;
  const command = begun.find((one) => one.name === name) ?? short;
  if (rest.length === 0) return { command, words: begun.map((one) => one.name) };
  const targets = command === undefined ? [] : targetsOf(state, command.name);
  return { command, words: targets.filter((target) => target.startsWith(rest.join(' '))) };
}

/** Tells the daemon a command: that of the part that is shown, where each has its own. */
export function give(state: State, command: LiveCommand, argument?: string): Outcome {
  if (state.link !== 'up') return quiet(state);
  const full = command.scope === 'part' ? partName(state.part, command.name) : command.name;
  const said = argument === undefined ? {} : { argument };
  return { state, send: [{ type: 'do', command: full, ...said }] };
}

/** Whether a key is one character; blessed calls the space by name. */
export function isText(key: string): boolean {
  return key === 'space' || key.length === 1;
}

export function character(key: string): string {
  return key === 'space' ? ' ' : key;
}

/** As far as all that it may become agree. */
function complete(state: State, line: string): string {
  const { command, words } = choicesOf(state, line);
  if (words.length === 0) return line;
  const start = commonStart(words);
  if (line.trimStart().includes(' ')) return `${command!.name} ${start}`;
  return words.length === 1 && command?.argument !== undefined ? `${start} ` : start;
}

function commonStart(words: readonly string[]): string {
  return words.reduce((start, word) => {
    while (!word.startsWith(start)) start = start.slice(0, -1);
    return start;
  });
}

/** The daemon judges the argument: it knows best, and says what is wrong. */
function giveLine(state: State, line: string): Outcome {
  if (line === '') return quiet(state);
  const [, name = '', said] = /^(\S+)(?:\s+(.*))?$/s.exec(line)!;
  const { command, words } = choicesOf(state, name);
  if (command !== undefined) {
    const takesTarget = said !== undefined && /^(un)?learn$/.test(command.name);
    return give(state, command, takesTarget ? fullTarget(state, said) : said);
  }
  const text = settingsOf(state).some((setting) => setting.name === name)
    ? `${name} is a setting. Hint: choose it with up and down, type a value, then Enter.`
    : `There is no command "${name}". Hint: ${hintFor(name, words, state)}.`;
  return quiet(note(state, { level: 'warn', text }));
}

function hintFor(name: string, begun: readonly string[], { hello }: State): string {
  if (begun.length > 0) return `there is ${begun.join(', ')}`;
  const near = nearestName(name, hello?.commands.map((one) => one.name) ?? []);
  return near === undefined ? 'type : and Tab completes a name' : `it may have been ${near}`;
}
