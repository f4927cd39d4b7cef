import type { NoteMessage, TickMessage } from '../daemon/core/messages.js';

/** What is remembered of one tick. */
export interface Column {
  readonly tick: number;
  /** Ticks from the top of bar 0. */
  readonly position: number;
  readonly heard: 'self' | 'player';
  readonly missed: boolean;
  readonly notes: readonly RollNote[];
  /** Pitches that began earlier and sound on. */
  readonly held: readonly number[];
}

export interface RollNote {
  readonly label: string;
  readonly pitch: number;
  /** MIDI velocity, 1 to 127. */
  readonly velocity: number;
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
  return put(roll, {
    tick: message.tick,
    position: message.bar * ticksPerBar + message.tickInBar,
    heard: message.heard,
    missed: message.missed,
    notes: roll.findLast((column) => column.tick === message.tick)?.notes ?? [],
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
  return { tick, position, heard: 'self', missed: false, notes: [], held: [] };
}

function put(roll: Roll, column: Column): Roll {
  const at = roll.findLastIndex((one) => one.tick === column.tick);
  return at < 0 ? [...roll, column].slice(-rollLength) : roll.with(at, column);
}
