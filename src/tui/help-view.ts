import type { Glyphs } from './glyphs.js';
import { type KeyRow, keymap } from './keymap.js';
import { midiText } from './panel.js';
import { settingsOf, type State } from './state.js';
import { clean, type Line, lineWidth, span, type Span, wrap } from './text.js';

/** What every key does, then the chosen setting and the ports in full. */
export function helpLines(state: State, width: number, glyphs: Glyphs): Line[] {
  const keys = keymap.map((row) => [
    span(` ${keysText(row, glyphs).padEnd(11)}`, 'strong'),
    span(row.help),
  ]);
  const setting = settingsOf(state)[state.chosen];
  const about =
    setting === undefined ? '' : clean(`${setting.name}: ${setting.help}`, glyphs.unicode);
  const more = [about, midiText(state, glyphs)].filter((text) => text !== '');
  const notes = more.flatMap((text) => wrap(text, width - 1));
  return [...keys, [], ...notes.map((text) => [span(` ${text}`, 'dim')])];
}

/** The keys worth knowing at this moment, on at most `rows` lines. */
export function keyLines(state: State, width: number, rows: number, glyphs: Glyphs): Line[] {
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
    .map((row) => [span(` ${keysText(row, glyphs)} `, 'strong'), span(row.brief, 'dim')]);
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
