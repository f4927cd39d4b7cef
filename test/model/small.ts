import { evenBars } from '../../src/model/bars.js';
import { createCodec } from '../../src/model/codec/create-codec.js';
import { phraseBars, soundWidth } from '../../src/model/features.js';
import type { StepArchitecture, TutorialArchitecture } from '../../src/model/net/architecture.js';
import { initialParams } from '../../src/model/net/params.js';
import type { Manifest } from '../../src/model/manifest.js';
import type { Model } from '../../src/model/model.js';
import type { Piece } from '../../src/model/piece.js';
import { Rng } from '../../src/model/rng.js';

/** Small things to test with: everything is drawn from a seed. */

export const names = ['REST', 'kick', 'kick+closed-hat', 'snare', 'snare+closed-hat', 'closed-hat'];

export const architecture: StepArchitecture = {
  kind: 'step',
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
    { name: 'style', width: 18 },
    { name: 'tempo', width: 1 },
    { name: 'velocityBefore', width: 36 },
    { name: 'offsetBefore', width: 36 },
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

const codec = createCodec(manifest.codec);
/** What each of `names` asks for. */
export const sounds = names.map((name) => codec.sound(name));

/** Told all that any network is: drums are not told of pitches. */
export const toldAll: StepArchitecture = {
  ...architecture,
  features: [
    ...architecture.features,
    { name: 'soundsBefore', width: phraseBars.length * soundWidth },
    { name: 'reprise', width: 2 },
  ],
};

/** `scale` makes predictions less even than fresh parameters give. */
export function smallModel(seed = 1, scale = 2): Model {
  const params = initialParams(architecture, new Rng(seed)).map((value) => value * scale);
  return { manifest, params };
}

export const noteNames = ['C4', 'C4.E4.G4', 'E4', 'E4.G4', 'G4', 'REST', 'C5'];

/** One of each kind of layer, and other layers between recurrent ones. */
export const tutorialArchitecture: TutorialArchitecture = {
  kind: 'tutorial',
  vocabulary: noteNames.length,
  stack: [
    { type: 'lstm', units: 5, gates: 'sigmoid' },
    { type: 'lstm', units: 3, gates: 'hard' },
    { type: 'norm', epsilon: 1e-3 },
    { type: 'gru', units: 4, gates: 'sigmoid', resetAfter: true },
    { type: 'gru', units: 4, gates: 'hard', resetAfter: false },
    { type: 'dense', units: 6 },
    { type: 'relu' },
    { type: 'rnn', units: 5 },
    { type: 'norm', epsilon: 1e-2 },
    { type: 'dense', units: 4 },
    { type: 'relu' },
    { type: 'dense', units: noteNames.length },
  ],
  feel: 0,
  lanes: 1,
  features: [],
};

const norm = { type: 'norm', epsilon: 1e-3 } as const;

/** The stack of the tutorial itself, narrow, over three tokens. */
export const narrowTutorial: TutorialArchitecture = {
  ...tutorialArchitecture,
  vocabulary: 3,
  stack: [
    { type: 'lstm', units: 6, gates: 'sigmoid' },
    { type: 'lstm', units: 5, gates: 'sigmoid' },
    norm,
    { type: 'dense', units: 4 },
    { type: 'relu' },
    norm,
    { type: 'dense', units: 3 },
  ],
};

/** All parameters are drawn anew, those that begin at 0 or 1 as well. */
export function tutorialModel(seed = 1): Model {
  const rng = new Rng(seed);
  const params = initialParams(tutorialArchitecture, rng).map(
    (value) => value + 1.8 * (rng.next() - 0.5),
  );
  const window = 8;
  return {
    manifest: {
      ...manifest,
      architecture: {
        ...tutorialArchitecture,
        stack: [...tutorialArchitecture.stack],
        features: [],
      },
      codec: { name: 'step', grid: 8, material: 'notes' },
      vocabulary: { names: noteNames, counts: noteNames.map(() => 1) },
      window,
      usualVelocity: [0.7],
      openings: [0, 1, 2].map((first) =>
        Array.from({ length: window }, (_, at) => (first + at) % 6),
      ),
    },
    params,
  };
}

export function randomPiece(rng: Rng, length: number): Piece {
  const L = architecture.lanes;
  const tokens = Int32Array.from({ length }, () => rng.below(names.length));
  const heard = Array.from({ length: length * L }, () => rng.next() < 0.3);
  return {
    file: 'made up',
    tokens,
    sounds,
    velocity: Float32Array.from(heard, (on) => (on ? 0.1 + 0.9 * rng.next() : 0)),
    offset: Float32Array.from(heard, (on) => (on ? rng.next() - 0.5 : 0)),
    bars: evenBars(16, length),
    kind: 'beat',
    style: 'rock',
    tempo: 100,
  };
}
