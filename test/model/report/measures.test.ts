import { describe, expect, it } from 'vitest';
import { createCodec } from '../../../src/model/codec/create-codec.js';
import type { Clip } from '../../../src/model/report/clips.js';
import { measuresOf } from '../../../src/model/report/measures.js';

const codec = createCodec({ name: 'step', grid: 16, material: 'drums' });
const names = ['REST', 'kick', 'snare', 'kick+closed-hat'];
const sounds = names.map((name) => codec.sound(name));

function clipOf(...bars: readonly Readonly<Record<number, string>>[]): Clip {
  const tokens = bars.flatMap((bar) =>
    Array.from({ length: 16 }, (_, tick) => names.indexOf(bar[tick] ?? 'REST')),
  );
  const velocity = new Float32Array(tokens.length * 9);
  tokens.forEach((id, tick) =>
    sounds[id]!.lanes.forEach((lane) => (velocity[tick * 9 + lane] = 0.5)),
  );
  return {
    file: '',
    tokens: Int32Array.from(tokens),
    sounds,
    velocity,
    offset: velocity.map((loud) => loud / 4),
    ticksPerBar: 16,
    kind: 'beat',
    style: null,
    tempo: 100,
  };
}

const valuesOf = (name: string, clip: Clip): number[] =>
  measuresOf('drums')
    .find((measure) => measure.name === name)!
    .values(clip);

const straight = { 0: 'kick+closed-hat', 4: 'snare', 8: 'kick', 12: 'snare' };

describe('what is counted in a clip', () => {
  it('is notes a bar', () => {
    expect(valuesOf('density', clipOf(straight, {}))).toEqual([5, 0]);
  });

  it('is each voice as often as it sounds', () => {
    const voices = valuesOf('voices', clipOf(straight));
    expect(voices.toSorted()).toEqual([0, 0, 1, 1, 6]);
  });

  it('is loudness and timing of the notes, and of nothing else', () => {
    expect(valuesOf('velocity', clipOf(straight))).toEqual(Array<number>(5).fill(63.5));
    expect(valuesOf('offset', clipOf(straight))).toEqual(Array<number>(5).fill(0.125));
  });

  it('is how much louder or softer a voice is than a bar before, where it sounded there', () => {
    const clip = clipOf(straight, { 0: 'kick', 8: 'kick', 10: 'kick' });
    clip.velocity[(16 + 8) * 9] = 0.75;
    expect(valuesOf('steadiness', clip)).toEqual([0, 0.25 * 127]);
  });

  it('is how much of a bar is as the one before', () => {
    expect(valuesOf('likeness', clipOf(straight, straight, { 0: 'kick' }))).toEqual([1, 12 / 16]);
  });
});

describe('syncopation', () => {
  const of = (bar: Readonly<Record<number, string>>): number =>
    valuesOf('syncopation', clipOf(bar))[0]!;

  it('is none where each silence is at a weaker place than the note before it', () => {
    expect(of(straight)).toBe(0);
    expect(of({})).toBe(0);
  });

  it('is the difference of strengths where a note anticipates a stronger place', () => {
    // An eighth before the half of the bar: -3, and the half is -1.
    expect(of({ 0: 'kick', 6: 'kick' })).toBe(2);
    // A sixteenth before it: -4.
    expect(of({ 0: 'kick', 7: 'kick' })).toBe(3);
    expect(of({ 0: 'kick', 7: 'kick', 8: 'snare' })).toBe(0);
  });
});
