import { type Glyphs, velocityGlyph } from './glyphs.js';
import type { Column, RollNote } from './roll.js';
import { type Lane, lanesOf } from './lanes.js';
import { playerOf, type State, ticksPerBar, ticksPerBeat } from './state.js';
import { clean, type Line, type Span, span, type Style } from './text.js';

/** Ticks that the roll has room for: whole bars that stay where they are, while the play head sweeps over them. */
interface Page {
  readonly slots: readonly (Column | undefined)[];
  /** Those that show what is intended, in place of the sweep before. */
  readonly planned: ReadonlySet<number>;
  /** Slot of the current tick; -1 before the first. */
  readonly here: number;
  /** Position of slot 0 in this sweep. What is right of `here` is left from the sweep before. */
  readonly start: number;
  readonly perBar: number;
  readonly perBeat: number;
}

/** `rows` rows of voices or pitches, then the ruler: bar numbers, beats, missed ticks, the play head. */
export function rollLines(state: State, width: number, rows: number, glyphs: Glyphs): Line[] {
  const lanes = lanesOf(state, rows);
  const labels = Math.min(12, Math.max(4, ...lanes.map((lane) => lane.label.length)));
  const page = layPage(state, width - labels - 1);
  const voices = lanes.map((lane) => [
    span(`${clean(lane.label, glyphs.unicode).slice(0, labels).padEnd(labels)} `, 'dim'),
    ...cells(page, glyphs, (slot) => voiceCell(page, lane, slot, glyphs)),
  ]);
  const ruler = [
    span(' '.repeat(labels + 1)),
    ...cells(page, glyphs, (slot) => rulerCell(page, slot, glyphs)),
  ];
  return [...voices, ruler];
}

function layPage(state: State, room: number): Page {
  const perBar = ticksPerBar(state);
  const bars = Math.floor(room / (perBar + 1));
  const size = Math.max(1, bars > 0 ? bars * perBar : room - 1);
  const slots = new Array<Column | undefined>(size).fill(undefined);
  const { roll, now, plan } = playerOf(state);
  for (const column of roll) slots[column.position % size] = column;
  const position = now === null ? -1 : now.bar * perBar + now.tickInBar;
  const planned = new Set<number>();
  for (const { tick, notes } of now === null ? [] : plan) {
    const at = position + tick - now!.tick;
    if (at < position || at >= position - (position % size) + size) continue;
    slots[at % size] = { tick, position: at, heard: 'self', missed: false, notes, held: [] };
    planned.add(at % size);
  }
  return {
    slots,
    planned,
    here: position < 0 ? -1 : position % size,
    start: position < 0 ? 0 : position - (position % size),
    perBar,
    perBeat: ticksPerBeat(state),
  };
}

/** One cell a slot, and a bar line before each bar. */
function cells(page: Page, glyphs: Glyphs, cell: (slot: number) => Span): Span[] {
  return page.slots.flatMap((_, slot) =>
    slot % page.perBar === 0 ? [span(glyphs.barLine, 'dim'), cell(slot)] : [cell(slot)],
  );
}

function voiceCell(page: Page, lane: Lane, slot: number, glyphs: Glyphs): Span {
  const column = page.slots[slot];
  const note = column === undefined ? undefined : loudest(column.notes.filter(lane.has));
  const held = note === undefined && column?.held.some(lane.holds) === true;
  const quarters = page.planned.has(slot) ? glyphs.planned : glyphs.velocity;
  const text = note ? velocityGlyph(note.velocity, quarters) : held ? glyphs.held : ' ';
  return span(text, cellStyle(page, slot));
}

function cellStyle(page: Page, slot: number): Style {
  if (slot === page.here) return 'head';
  if (page.planned.has(slot)) return 'plan';
  return slot < page.here ? 'note' : 'old';
}

function loudest(notes: readonly RollNote[]): RollNote | undefined {
  return notes.toSorted((a, b) => b.velocity - a.velocity)[0];
}

function rulerCell(page: Page, slot: number, glyphs: Glyphs): Span {
  if (page.slots[slot]?.missed === true) return span(glyphs.missed, 'bad');
  if (slot === page.here) return span(glyphs.here, 'strong');
  const inBar = slot % page.perBar;
  const first = page.slots[slot - inBar];
  const bar = Math.floor((first?.position ?? page.start + slot - inBar) / page.perBar) + 1;
  // The number makes way for the play head, rather than lose a digit to it.
  const head = page.here - (slot - inBar);
  const digits = String(bar);
  const digit = digits[head >= 0 && head < digits.length ? inBar - head - 1 : inBar];
  if (digit !== undefined) return span(digit, 'plain');
  return span(inBar % page.perBeat === 0 ? glyphs.beat : ' ', 'dim');
}
