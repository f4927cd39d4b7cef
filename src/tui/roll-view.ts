import { type Glyphs, velocityGlyph } from './glyphs.js';
import type { Column, RollNote, Stroke } from './roll.js';
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
    const { position: there, struck = [] } = slots[at % size] ?? {};
    const early = there === at ? struck : [];
    const column = { tick, position: at, heard: 'self', missed: false, notes, held: [] } as const;
    slots[at % size] = { ...column, struck: early };
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
  const note = loudest(column?.notes.filter(lane.has));
  const stroke = loudest(column?.struck.filter((each) => each.placed && lane.has(each)));
  if (stroke !== undefined) {
    const alone = velocityGlyph(stroke.velocity, glyphs.struck);
    return span(note === undefined ? alone : glyphs.together, strokeStyle(page, slot));
  }
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

/** At the play head and in the sweep before as all that is there. */
function strokeStyle(page: Page, slot: number): Style {
  return slot < page.here ? 'you' : cellStyle(page, slot);
}

function loudest(notes: readonly RollNote[] = []): RollNote | undefined {
  return notes.toSorted((a, b) => b.velocity - a.velocity)[0];
}

function rulerCell(page: Page, slot: number, glyphs: Glyphs): Span {
  if (page.slots[slot]?.missed === true) return span(glyphs.missed, 'bad');
  if (slot === page.here) return span(glyphs.here, 'strong');
  const inBar = slot % page.perBar;
  const first = page.slots[slot - inBar];
  const stroke = strokeBelow(page, slot);
  if (stroke !== undefined)
    return span(velocityGlyph(stroke.velocity, glyphs.struck), strokeStyle(page, slot));
  const bar = Math.floor((first?.position ?? page.start + slot - inBar) / page.perBar) + 1;
  const digits = String(bar);
  const digit = digits[inBar - roomIn(page, slot - inBar, digits.length)];
  if (digit !== undefined) return span(digit, 'plain');
  return span(inBar % page.perBeat === 0 ? glyphs.beat : ' ', 'dim');
}

/** A stroke that has no lane is drawn beneath them. */
function strokeBelow(page: Page, slot: number): Stroke | undefined {
  return page.slots[slot]?.struck.find(({ placed }) => !placed);
}

/** The number of a bar makes way for the play head and for strokes, rather than lose a digit to them. */
function roomIn(page: Page, bar: number, digits: number): number {
  for (let at = 0; ; at += 1) {
    const cells = Array.from({ length: digits }, (_, digit) => bar + at + digit);
    if (cells.every((slot) => slot !== page.here && strokeBelow(page, slot) === undefined))
      return at;
  }
}
