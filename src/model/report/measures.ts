import type { Sound } from '../codec/codec.js';
import { drumVoices } from '../codec/drums.js';
import type { Clip } from './clips.js';

/** Something that can be counted in music, as numbers in bins. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** Ends of the bins; what lies outside goes to the first and last. */
  readonly from: number;
  readonly to: number;
  readonly bins: number;
  /** For each bin, where they are things rather than numbers. */
  readonly names?: readonly string[];
  /** All that a clip has of it. */
  values(clip: Clip): number[];
}

/** What a report compares, for drums or for notes. */
export function measuresOf(material: 'drums' | 'notes'): readonly Measure[] {
  const drums = material === 'drums';
  return [
    density,
    drums ? voices : pitches,
    velocity,
    steadiness,
    offset,
    syncopation(drums ? isHeard : isOnset),
    likeness,
  ];
}

const density: Measure = {
  name: 'density',
  unit: 'notes a bar',
  from: 0,
  to: 40,
  bins: 20,
  values: (clip) => barsOf(clip).map((bar) => sum(bar, (id) => clip.sounds[id].pitches.length)),
};

const voices: Measure = {
  name: 'voices',
  unit: '',
  from: 0,
  to: drumVoices.length,
  bins: drumVoices.length,
  names: drumVoices.map(({ name }) => name),
  values: ({ tokens, sounds }) => [...tokens].flatMap((id) => [...sounds[id].lanes]),
};

const pitches: Measure = {
  name: 'pitches',
  unit: 'MIDI pitch',
  from: 36,
  to: 96,
  bins: 60,
  values: ({ tokens, sounds }) => [...tokens].flatMap((id) => [...sounds[id].pitches]),
};

const velocity: Measure = {
  name: 'velocity',
  unit: 'MIDI',
  from: 0,
  to: 128,
  bins: 16,
  values: ({ velocity }) => [...velocity].filter((loud) => loud > 0).map((loud) => 127 * loud),
};

const steadiness: Measure = {
  name: 'steadiness',
  unit: 'MIDI velocity from the same voice a bar before, where both sound',
  from: 0,
  to: 64,
  bins: 16,
  values({ tokens, velocity, ticksPerBar }) {
    const bar = (ticksPerBar * velocity.length) / tokens.length;
    return [...velocity].flatMap((loud, at) => {
      const before = velocity[at - bar] ?? 0;
      return loud > 0 && before > 0 ? [127 * Math.abs(loud - before)] : [];
    });
  },
};

const offset: Measure = {
  name: 'offset',
  unit: 'ticks early or late',
  from: -0.5,
  to: 0.5,
  bins: 20,
  values: ({ velocity, offset }) => [...offset].filter((_, at) => velocity[at] > 0),
};

const syncopation = (counts: (sound: Sound) => boolean): Measure => ({
  name: 'syncopation',
  unit: 'a bar',
  from: 0,
  to: 20,
  bins: 20,
  values: (clip) =>
    barsOf(clip).map((bar) => syncopationOf([...bar].map((id) => counts(clip.sounds[id])))),
});

const likeness: Measure = {
  name: 'likeness',
  unit: 'share of a bar that is as the bar before',
  from: 0,
  to: 1,
  bins: 17,
  values: (clip) => {
    const bars = barsOf(clip);
    return bars
      .slice(1)
      .map((bar, before) => sum(bar, (id, at) => Number(id === bars[before][at])) / bar.length);
  },
};

const isOnset = ({ kind }: Sound): boolean => kind === 'onset';

/** Kick and snare are what a beat is known by; hats and rides fill it in. */
const isHeard = ({ lanes }: Sound): boolean =>
  lanes.some((lane) => ['kick', 'snare'].includes(drumVoices[lane].name));

/**
 * Longuet-Higgins and Lee (1984): where a note is followed by silence at a stronger place, the difference of their
 * strengths. `onsets`: whether each tick of a bar begins something.
 */
function syncopationOf(onsets: readonly boolean[]): number {
  let total = 0;
  onsets.forEach((onset, tick) => {
    if (!onset) return;
    let strongest = -Infinity;
    for (let later = tick + 1; later < onsets.length && !onsets[later]; later++)
      strongest = Math.max(strongest, strengthOf(later, onsets.length));
    total += Math.max(0, strongest - strengthOf(tick, onsets.length));
  });
  return total;
}

/** 0 for the downbeat, -1 for the half of a bar, -2 for a quarter, and so on. */
function strengthOf(tick: number, ticksPerBar: number): number {
  let strength = 0;
  for (let step = ticksPerBar; tick % step !== 0; step = step % 2 === 0 ? step / 2 : 1) strength--;
  return strength;
}

function barsOf({ tokens, ticksPerBar }: Clip): Int32Array[] {
  return Array.from({ length: Math.floor(tokens.length / ticksPerBar) }, (_, bar) =>
    tokens.subarray(bar * ticksPerBar, (bar + 1) * ticksPerBar),
  );
}

function sum(bar: Int32Array, value: (id: number, at: number) => number): number {
  return bar.reduce((total, id, at) => total + value(id, at), 0);
}
