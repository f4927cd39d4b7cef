import { partName, type Scoped, spreadRows } from '../daemon/core/part-settings.js';
import type { LiveCommand } from '../daemon/core/settings.js';
import { type Outcome, quiet } from './outcome.js';
import { note, settingsOf, type State } from './state.js';

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

/** Commands that begin as `line` does; once there is a space, the one before it. */
export function matches(state: State, line: string): readonly LiveCommand[] {
  const [name = '', ...rest] = line.trimStart().split(' ');
  const commands = state.hello?.commands ?? [];
  return commands.filter((one) =>
    rest.length > 0 ? one.name === name : one.name.startsWith(name),
  );
}

/** Whether a key is one character; blessed calls the space by name. */
export function isText(key: string): boolean {
  return key === 'space' || key.length === 1;
}

export function character(key: string): string {
  return key === 'space' ? ' ' : key;
}

/** The name of a command, and after it what the daemon has that begins so: as far as there is only one way on. */
function complete(state: State, line: string): string {
  const [name = '', ...rest] = line.trimStart().split(' ');
  if (rest.length > 0) {
    const begun = rest.join(' ');
    const found = targets(state, name).filter((each) => each.startsWith(begun));
    return found.length === 0 ? line : `${name} ${commonStart(found)}`;
  }
  const [first, ...others] = matches(state, line);
  if (first === undefined || others.length > 0) return line;
  return first.argument === undefined ? first.name : `${first.name} `;
}

/** What may be said after a command, where the daemon has told. */
function targets({ hello }: State, command: string): readonly string[] {
  if (hello === null) return [];
  const { presets, learned, settings, commands, models } = hello;
  switch (command) {
    case 'preset':
    case 'preset-save':
    case 'preset-delete':
      return presets.names;
    case 'learn':
      return spreadRows<Scoped>([...settings, ...commands], models.length).map(({ name }) => name);
    case 'unlearn':
      return [learned.waiting ?? [], ...learned.controls.map(({ target }) => target)].flat();
    default:
      return [];
  }
}

function commonStart(words: readonly string[]): string {
  return words.reduce((start, word) => {
    while (!word.startsWith(start)) start = start.slice(0, -1);
    return start;
  });
}

/** The daemon judges name and argument: it knows best, and says what is wrong. */
function giveLine(state: State, line: string): Outcome {
  if (line === '') return quiet(state);
  const at = line.indexOf(' ');
  const name = at < 0 ? line : line.slice(0, at);
  const command = state.hello?.commands.find((one) => one.name === name);
  if (command === undefined) {
    const text = settingsOf(state).some((setting) => setting.name === name)
      ? `${name} is a setting. Hint: choose it with up and down, type a value, then Enter.`
      : `There is no command "${name}". Hint: type : and Tab completes a name.`;
    return quiet(note(state, { level: 'warn', text }));
  }
  if (state.link !== 'up') return quiet(state);
  const full = command.scope === 'part' ? partName(state.part, command.name) : command.name;
  const said = at < 0 ? {} : { argument: line.slice(at + 1).trim() };
  return { state, send: [{ type: 'do', command: full, ...said }] };
}
