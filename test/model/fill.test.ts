import { expect, test } from 'vitest';
import type { Sound } from '../../src/model/codec/codec.js';
import { nothingTold, type NamedInput, type PieceKind } from '../../src/model/features.js';
import { Fill } from '../../src/model/fill.js';
import type { WindowInput } from '../../src/model/rolling-window.js';

const sound = (kind: Sound['kind']): Sound => ({ kind, pitches: [], lanes: [] });
const sounds = [sound('rest'), sound('onset'), sound('onset')];
const song = logs(0.5, 0.4, 0.1);
const alone = logs(0.8, 0.05, 0.15);

test('outside a fill all stays as it is, and nothing more is asked of the network', async () => {
  const { fill, asked } = create();
  expect(await fill.bend(song, input('beat'))).toBe(song);
  expect(asked).toEqual([]);
});

test('three draws of five are onsets as people play them in a fill, the others the song', async () => {
  const { fill } = create();
  const probabilities = (await fill.bend(song, input('fill'))).map(Math.exp);
  const expected = [0.4 * 0.5, 0.4 * 0.4 + 0.6 * 0.25, 0.4 * 0.1 + 0.6 * 0.75];
  expected.forEach((value, token) => expect(probabilities[token]).toBeCloseTo(value, 5));
});

test('each fill is heard from the start of the stream on, with all that was played in it, and no more', async () => {
  const { fill, asked } = create();
  for (const kind of ['fill', 'fill', 'beat', 'fill'] as const) await fill.bend(song, input(kind));
  expect(asked).toEqual([[null], [null, 'kick'], [null]]);
});

test('one that goes on for bars is another fill every 32 ticks: what is asked at each is bounded', async () => {
  const { fill, asked } = create();
  for (let tick = 0; tick < 70; tick += 1) await fill.bend(song, input('fill'));
  expect(asked.map(({ length }) => length)).toEqual(asked.map((_, tick) => (tick % 32) + 1));
  for (const inputs of asked) expect(inputs.indexOf(null)).toBe(0);
});

test('to look ahead changes nothing of the fill', async () => {
  const { fill, asked } = create();
  await fill.bend(song, input('fill'));
  await fill.ahead().bend(song, input('fill'));
  await fill.bend(song, input('fill'));
  expect(asked.slice(1)).toEqual([
    [null, 'kick'],
    [null, 'kick'],
  ]);
});

function create() {
  const asked: (string | null)[][] = [];
  const heard = new Map<WindowInput, string | null>();
  const fill = new Fill({
    sounds,
    inputOf: ({ token }) => {
      const one = { tokens: Int32Array.of(0), features: new Float32Array() };
      heard.set(one, token);
      return one;
    },
    window: {
      predictAlone: (inputs) => {
        asked.push(inputs.map((one) => heard.get(one)!));
        return Promise.resolve({ logProbs: alone, feel: new Float32Array() });
      },
    },
  });
  return { fill, asked };
}

function input(kind: PieceKind): NamedInput {
  return { token: 'kick', told: { ...nothingTold, kind } };
}

function logs(...probabilities: number[]): Float32Array {
  return Float32Array.from(probabilities, Math.log);
}
