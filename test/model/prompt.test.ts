import { expect, test } from 'vitest';
import { createCodec } from '../../src/model/codec/create-codec.js';
import { writeMidi } from '../../src/model/files/midi-write.js';
import { readPrompt } from '../../src/model/prompt.js';
import type { Metre } from '../../src/model/score.js';

const codec = createCodec({ name: 'step', grid: 16, material: 'notes' });

/** Notes of a quarter on these sixteenths. */
function promptOf(sixteenths: readonly number[], ...metres: readonly Metre[]) {
  const notes = sixteenths.map((at) => ({
    ...{ onset: at * 240, duration: 960, pitch: 60 + (at % 12), velocity: 80, channel: 0 },
  }));
  const { frames, ticksPerBar } = readPrompt(
    codec,
    writeMidi({ ppq: 960, notes, tempos: [], metres }),
  );
  return { tokens: frames.map(({ token }) => token), ticksPerBar };
}
const metre = (sixteenths: number, numerator: number): Metre => {
  return { onset: sixteenths * 240, numerator, denominator: 4 };
};

test('a prompt goes on to the end of its last bar, and what sounds on there sounds on', () => {
  const { tokens, ticksPerBar } = promptOf([0, 8]);
  expect(ticksPerBar).toBe(16);
  const bar = ['C4', 'HOLD', 'HOLD', 'HOLD', 'REST', 'REST', 'REST', 'REST', 'G#4', 'HOLD', 'HOLD'];
  expect(tokens).toEqual([...bar, 'HOLD', 'REST', 'REST', 'REST', 'REST']);
});

test('a waltz is gone on from in its bars, and of two metres the last counts', () => {
  expect(promptOf([0, 4, 8, 12], metre(0, 3))).toMatchObject({ ticksPerBar: 12 });
  const { tokens, ticksPerBar } = promptOf([0, 16, 17, 29], metre(16, 3));
  expect([ticksPerBar, tokens.length]).toEqual([12, 24]);
  expect(tokens.slice(0, 2)).toEqual(['E4', 'F4']);
});
