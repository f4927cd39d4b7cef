import type { Architecture } from '../../src/model/net/architecture.js';
import { initialParams } from '../../src/model/net/params.js';
import type { Manifest } from '../../src/model/manifest.js';
import type { Model } from '../../src/model/model.js';
import type { Piece } from '../../src/model/piece.js';
import { Rng } from '../../src/model/rng.js';

/** Small things to test with: everything is drawn from a seed. */

export const names = ['REST', 'kick', 'kick+closed-hat', 'snare', 'snare+closed-hat', 'closed-hat'];

export const architecture: Architecture = {
  vocabulary: names.length,
  embedding: 4,
  hidden: 8,
  layers: 2,
  feel: 5,
  lanes: 9,
  features: [
    { name: 'position', width: 16 },
    { name: 'velocity', width: 9 },
    { name: 'offset', width: 9 },
    { name: 'kind', width: 2 },
    { name: 'tempo', width: 1 },
  ],
};

export const manifest: Manifest = {
  format: 'ghostnote-model',
  version: 1,
  name: 'small',
  architecture: { ...architecture, features: [...architecture.features] },
  codec: { name: 'step', grid: 16, material: 'drums' },
  vocabulary: { names, counts: names.map(() => 1) },
  window: 12,
  usualVelocity: Array<number>(9).fill(0.6),
  training: {},
  data: { name: 'none', licence: 'none', attribution: 'none' },
  scores: {},
};

/** `scale` makes predictions less even than fresh parameters give. */
export function smallModel(seed = 1, scale = 2): Model {
  const params = initialParams(architecture, new Rng(seed)).map((value) => value * scale);
  return { manifest, params };
}

export function randomPiece(rng: Rng, length: number): Piece {
  const L = architecture.lanes;
  const tokens = Int32Array.from({ length }, () => rng.below(names.length));
  const sounds = Array.from({ length: length * L }, () => rng.next() < 0.3);
  return {
    file: 'made up',
    tokens,
    velocity: Float32Array.from(sounds, (on) => (on ? 0.1 + 0.9 * rng.next() : 0)),
    offset: Float32Array.from(sounds, (on) => (on ? rng.next() - 0.5 : 0)),
    ticksPerBar: 16,
    kind: 'beat',
    tempo: 100,
  };
}
