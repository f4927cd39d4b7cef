import type { Glyphs } from './glyphs.js';
import { matches } from './command-line.js';
import { type KeyRow, keymap, mouseHelp } from './keymap.js';
import { midiText } from './panel.js';
import { settingsOf, type State } from './state.js';
import { clean, clickable, type Line, lineWidth, span, type Span, wrap } from './text.js';

/** What every key does, then the chosen setting and the ports in full. */
export function helpLines(state: State, width: number, glyphs: Glyphs): Line[] {
  const keys = keymap.map((row) => [
    span(` ${keysText(row, glyphs).padEnd(11)}`, 'strong'),
    span(row.help),
  ]);
  const setting = settingsOf(state)[state.chosen];
  const about =
    setting === undefined ? '' : clean(`${setting.name}: ${setting.help}`, glyphs.unicode);
  const more = [about, midiText(state, glyphs), mouseHelp].filter((text) => text !== '');
  const notes = more.flatMap((text) => wrap(text, width - 1));
  return [...keys, ...notes.map((text) => [span(` ${text}`, 'dim')])];
}

/** The keys worth knowing at this moment, on at most `rows` lines. */
export function keyLines(state: State, width: number, rows: number, glyphs: Glyphs): Line[] {
  if (state.line !== null) return commandLines(state, state.line, rows, glyphs);
  const pairs = state.typed === null ? briefPairs(glyphs) : typingPairs(state);
  const lines: Span[][] = [[]];
  for (const pair of pairs) {
    const line = lines.at(-1)!;
    const room = width - lineWidth(line);
    if (lineWidth(pair) <= room || line.length === 0) line.push(...pair);
    else if (lines.length < rows) lines.push([...pair]);
  }
  return lines;
}

function briefPairs(glyphs: Glyphs): Line[] {
  return keymap
    .filter((row) => row.brief !== '')
    .map((row) =>
      clickable([span(` ${keysText(row, glyphs)} `, 'strong'), span(row.brief, 'dim')], {
        kind: 'key',
        key: Object.keys(row.binds)[0]!,
      }),
    );
}

/** The command being typed, and those that it may become; what it does, once it is one. */
function commandLines(state: State, line: string, rows: number, glyphs: Glyphs): Line[] {
  const typed: Line = [span(' :', 'strong'), span(clean(`${line}_`, glyphs.unicode), 'warn')];
  const found = matches(state, line);
  const [only] = found;
  const about =
    found.length === 1 && only !== undefined
      ? `${only.name}${only.argument === undefined ? '' : ` ${only.argument.name.toUpperCase()}`}: ${only.help}`
      : found.map(({ name }) => name).join('  ');
  const help: Line = [span(` ${clean(about, glyphs.unicode)}`, 'dim')];
  return rows > 1 ? [help, typed] : [typed];
}

function typingPairs(state: State): Line[] {
  const name = settingsOf(state)[state.chosen]?.name ?? 'it';
  return [
    [span(' Enter ', 'strong'), span(`set ${name}`, 'dim')],
    [span('  Esc ', 'strong'), span('cancel', 'dim')],
  ];
}

function keysText(row: KeyRow, glyphs: Glyphs): string {
  return glyphs.unicode ? row.shown : row.ascii;
}
