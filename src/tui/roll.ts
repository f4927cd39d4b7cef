import type { NoteMessage, TickMessage } from '../daemon/core/messages.js';

/** What is remembered of one tick. */
export interface Column {
  readonly tick: number;
  /** Ticks from the top of bar 0. */
  readonly position: number;
  readonly heard: 'self' | 'player';
  readonly missed: boolean;
  readonly notes: readonly RollNote[];
  /** What a player played there. */
  readonly struck: readonly Stroke[];
  /** Pitches that began earlier and sound on. */
  readonly held: readonly number[];
}

export interface RollNote {
  readonly label: string;
  readonly pitch: number;
  /** MIDI velocity, 1 to 127. */
  readonly velocity: number;
}

/** A player's key. */
export interface Stroke extends RollNote {
  /** Whether it has a lane of its own: a keyboard beside a drummer has none. */
  readonly placed: boolean;
}

/** The last ticks in the order they came, oldest first. */
export type Roll = readonly Column[];

/** More columns than any terminal shows. */
export const rollLength = 512;

/** The token of a tick at which notes sound on (DESIGN 2). */
const holdToken = 'HOLD';

export function rollTick(old: Roll, message: TickMessage, ticksPerBar: number): Roll {
  const roll = fresh(old, message.tick);
  const before = roll.findLast((column) => column.tick === message.tick - 1);
  const held = message.token === holdToken && before !== undefined ? sounding(before) : [];
  const early = roll.findLast((column) => column.tick === message.tick);
  return put(roll, {
    tick: message.tick,
    position: message.bar * ticksPerBar + message.tickInBar,
    heard: message.heard,
    missed: message.missed,
    notes: early?.notes ?? [],
    struck: early?.struck ?? [],
    held,
  });
}

/** A note that is played early comes before its tick: it gets a column of its own, which the tick then fills in. */
export function rollNote(old: Roll, message: NoteMessage): Roll {
  const { tick, label, pitch, velocity } = message;
  const roll = fresh(old, tick);
  const column = roll.findLast((one) => one.tick === tick) ?? ahead(roll.at(-1), tick);
  return put(roll, { ...column, notes: [...column.notes, { label, pitch, velocity }] });
}

/** A key is told a little before its tick or some ticks later; one of before what is shown is not. */
export function rollKey(roll: Roll, tick: number, stroke: Stroke): Roll {
  const last = roll.at(-1);
  const isNext = last !== undefined && tick === last.tick + 1;
  const column = isNext ? ahead(last, tick) : roll.findLast((one) => one.tick === tick);
  return column === undefined ? roll : put(roll, { ...column, struck: [...column.struck, stroke] });
}

/** The song was set back: what was there the last time round is not shown with what is there now. */
function fresh(roll: Roll, tick: number): Roll {
  const last = roll.at(-1);
  return last !== undefined && tick < last.tick - 1 ? [] : roll;
}

function sounding(column: Column): readonly number[] {
  return [...new Set([...column.held, ...column.notes.map((note) => note.pitch)])];
}

function ahead(last: Column | undefined, tick: number): Column {
  const position = last === undefined ? tick : last.position + tick - last.tick;
  return { tick, position, heard: 'self', missed: false, notes: [], struck: [], held: [] };
}

function put(roll: Roll, column: Column): Roll {
  const at = roll.findLastIndex((one) => one.tick === column.tick);
  return at < 0 ? [...roll, column].slice(-rollLength) : roll.with(at, column);
}
