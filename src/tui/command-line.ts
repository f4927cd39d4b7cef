import { nearestName } from '../daemon/core/nearest.js';
import { rowName } from '../daemon/core/part-settings.js';
import type { LiveCommand } from '../daemon/core/live-commands.js';
import { type Outcome, quiet } from './outcome.js';
import type { Setting } from '../daemon/core/setting.js';
import { bareName, giveSetting, valuesOf } from './setting-line.js';
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
  /** The setting that it chooses or sets, where it gives no command. */
  readonly setting: Setting | undefined;
  /**
   * Names of commands that begin so, and of settings once a letter says which; once there is a space, what may be said
   * after the one before it.
   */
  readonly words: readonly string[];
}

export function choicesOf(state: State, line: string): Choices {
  const [name = '', ...rest] = line.trimStart().split(' ');
  const begun = (state.hello?.commands ?? []).filter((one) => one.name.startsWith(name));
  const settings = name === '' ? [] : settingsOf(state);
  const begunSettings = settings.filter((one) => bareName(one).startsWith(name));
  // What ends the music is given by its whole name alone.
  const short = begun.length === 1 && begun[0]!.name !== 'quit' ? begun[0] : undefined;
  const shortSetting =
    begun.length === 0 && begunSettings.length === 1 ? begunSettings[0] : undefined;
  const whole = begunSettings.find((one) => bareName(one) === name);
  const command =
    begun.find((one) => one.name === name) ?? (whole === undefined ? short : undefined);
  const setting = command === undefined ? (whole ?? shortSetting) : undefined;
  const said = rest.join(' ');
  if (rest.length === 0)
    return {
      command,
      setting,
      words: [...begun.map((one) => one.name), ...begunSettings.map(bareName)],
    };
  const targets = command === undefined ? [] : targetsOf(state, command.name);
  const after = setting === undefined ? targets : valuesOf(setting);
  return { command, setting, words: after.filter((target) => target.startsWith(said)) };
}

/** Tells the daemon a command: that of the part that is shown, where each has its own. */
export function give(state: State, command: LiveCommand, argument?: string): Outcome {
  if (state.connection !== 'up') return quiet(state);
  const full = rowName(command, state.part);
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
  const { command, setting, words } = choicesOf(state, line);
  if (words.length === 0) return line;
  const start = commonStart(words);
  const name = setting === undefined ? command?.name : bareName(setting);
  if (line.trimStart().includes(' ')) return `${name!} ${start}`;
  const takesMore = command?.argument !== undefined || setting !== undefined;
  return words.length === 1 && takesMore ? `${start} ` : start;
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
  const { command, setting, words } = choicesOf(state, name);
  if (command !== undefined) {
    const takesTarget = said !== undefined && /^(un)?learn$/.test(command.name);
    return give(state, command, takesTarget ? fullTarget(state, said) : said);
  }
  if (setting !== undefined) return giveSetting(state, setting, said);
  const text = `There is no command or setting "${name}". Hint: ${hintFor(name, words, state)}.`;
  return quiet(note(state, { level: 'warn', text }));
}

function hintFor(name: string, begun: readonly string[], state: State): string {
  if (begun.length > 0) return `there is ${begun.join(', ')}`;
  const commands = state.hello?.commands.map((one) => one.name) ?? [];
  const near = nearestName(name, [...commands, ...settingsOf(state).map(bareName)]);
  return near === undefined ? 'type : and Tab completes a name' : `it may have been ${near}`;
}
