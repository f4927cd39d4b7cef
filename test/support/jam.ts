import type { ModeSettings } from '../../src/daemon/core/mode.js';
import { plainMode, Rig } from './rig.js';

/** At 120 BPM, in microseconds. */
const tick = 125_000;
/** From `start` to tick 0. */
const lead = (9 / 16) * tick;

export interface Jam {
  readonly rig: Rig;
  /** The instant of a place in ticks. */
  readonly at: (place: number) => number;
}

/** A part that plays in a mode, and its first tick about to be decided. */
export function jam(
  mode: Partial<ModeSettings>,
  options: ConstructorParameters<typeof Rig>[0] = {},
): Jam {
  const rig = new Rig({ ...options, mode: { ...plainMode, ...mode } });
  const first = rig.now + lead;
  rig.conductor.start(rig.now);
  return { rig, at: (place) => Math.floor(first + place * tick) };
}

/** Runs to a place and strikes a key there. */
export function strike(
  { rig, at }: Jam,
  place: number,
  velocity = 90,
  pitch = 38,
  channel = 9,
): void {
  rig.run(at(place) - rig.now);
  rig.conductor.hear(pitch, velocity, rig.now, channel);
}

/** Runs to just before a place in ticks. */
export const runTo = ({ rig, at }: Jam, place: number): void => rig.run(at(place) - 1 - rig.now);
export const playedTicks = ({ rig }: Jam): number[] => rig.notes.map((note) => note.tick);
export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
