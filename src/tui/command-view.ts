import type { LiveCommand } from '../daemon/core/live-commands.js';
import { choicesOf } from './command-line.js';
import type { Glyphs } from './glyphs.js';
import type { Setting } from '../daemon/core/setting.js';
import { bareName, describeTaken } from './setting-line.js';
import { clean, clip, type Line, span, wrap } from './text.js';
import type { State } from './state.js';

/** The command being typed, below what it does and what it may become, on at most `rows` lines. */
export function commandLines(state: State, width: number, rows: number, glyphs: Glyphs): Line[] {
  if (state.line === null) return [];
  const { command, setting, words } = choicesOf(state, state.line);
  const about =
    setting !== undefined
      ? settingLines(setting)
      : command === undefined
        ? []
        : aboutLines(command);
  const name = setting === undefined ? command?.name : bareName(setting);
  const isSaid = words.length === 1 && words[0] === name;
  const list =
    isSaid || (setting !== undefined && state.line.includes(' ')) ? [] : [words.join(', ')];
  const room = width - 1 - glyphs.more.length;
  const said = [...about, ...list].flatMap((text) => wrap(clean(text, glyphs.unicode), room));
  const typed = clean(`${state.line}_`, glyphs.unicode).slice(-Math.max(1, width - 2));
  return [
    ...clip(said, Math.max(0, rows - 1), glyphs.more).map((row) => [span(` ${row}`, 'dim')]),
    [span(' :', 'strong'), span(typed, 'warn')],
  ];
}

function settingLines(setting: Setting): string[] {
  const taken = describeTaken(setting);
  const head = `${bareName(setting)} VALUE: ${setting.help}`;
  return taken === '' ? [head] : [head, `VALUE: ${taken}`];
}

function aboutLines({ name, help, argument }: LiveCommand): string[] {
  if (argument === undefined) return [`${name}: ${help}`];
  const taken = argument.name.toUpperCase();
  return [`${name} ${taken}: ${help}`, `${taken}: ${argument.help}`];
}
