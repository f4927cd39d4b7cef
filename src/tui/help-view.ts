import type { Glyphs } from './glyphs.js';
import { type KeyRow, keymap, mouseHelp } from './keymap.js';
import { midiText, pageText } from './meter-view.js';
import { settingsOf, type State } from './state.js';
import { clean, clickable, type Line, lineWidth, span, type Span, wrap } from './text.js';

/** The chosen setting, what every key does, and the page's address and the ports in full. */
export function helpLines(state: State, width: number, glyphs: Glyphs): Line[] {
  const setting = settingsOf(state)[state.chosen];
  const about = setting === undefined ? '' : `${setting.name}: ${setting.help}`;
  const notes = (text: string): Line[] =>
    wrap(clean(text, glyphs.unicode), width - 1).map((row) => [span(` ${row}`, 'dim')]);
  const keys = keymap.flatMap((row) =>
    wrap(row.help, width - 12).map((help, at) => [
      span(` ${(at === 0 ? keysText(row, glyphs) : '').padEnd(11)}`, 'strong'),
      span(help),
    ]),
  );
  const more = [`Page: ${pageText(state)}`, midiText(state, glyphs), mouseHelp];
  return [...notes(about), ...keys, ...more.flatMap(notes)];
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
    .map((row) =>
      clickable([span(` ${keysText(row, glyphs)} `, 'strong'), span(row.brief, 'dim')], {
        kind: 'key',
        key: Object.keys(row.binds)[0]!,
      }),
    );
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
