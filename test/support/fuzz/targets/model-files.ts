import { readFileSync } from 'node:fs';
import type { readCheckpoint as ReadCheckpoint } from '../../../../src/model/files/keras/read-checkpoint.js';
import { unpickleStrings } from '../../../../src/model/files/pickle.js';
import { parseManifest } from '../../../../src/model/manifest.js';
import { decodeSafetensors, encodeSafetensors } from '../../../../src/model/safetensors.js';
import { fixture } from '../../fixtures.js';
import { built } from '../../built.js';
import { damagedModels } from '../damaged-model.js';
import { type FuzzTarget, textOf } from '../target.js';

const { readCheckpoint } = (await import(
  built('src/model/files/keras/read-checkpoint.js').href
)) as { readCheckpoint: typeof ReadCheckpoint };

const shapes = [
  { name: 'a', shape: [2, 3] },
  { name: 'b', shape: [4] },
];

/** What is played, and what is made into it. */
export const modelFiles: readonly FuzzTarget[] = [
  {
    name: 'manifest',
    oneIn: 10,
    seeds: [new Uint8Array(readFileSync('models/groove/model.json'))],
    take: (bytes) => void parseManifest(textOf(bytes)),
  },
  {
    name: 'safetensors',
    seeds: [
      encodeSafetensors(
        shapes.map(({ name, shape }) => ({
          name,
          shape,
          data: new Float32Array(shape.reduce((product, dim) => product * dim, 1)).fill(0.5),
        })),
      ),
    ],
    take: (bytes) => void decodeSafetensors(bytes, shapes),
  },
  {
    name: 'pickle',
    seeds: pickles(),
    take: (bytes) => void unpickleStrings(bytes),
  },
  {
    name: 'hdf5',
    oneIn: 5000, // a thread each
    seeds: ['keras1-gru.weights.hdf5', 'keras2-other.hdf5', 'keras3-lstm.weights.h5'].map((name) =>
      fixture(`keras/${name}`),
    ),
    take: async (bytes) => {
      await readCheckpoint(bytes, 1000);
    },
    // A fault of the compiled code is of another class than one of the code under test.
    expects: (error) => String((error as { code?: unknown }).code).startsWith('KERAS_'),
  },
  ...(await damagedModels()),
];

function pickles(): Uint8Array[] {
  return ['python2', 'python3'].flatMap((version) => {
    const { lists } = JSON.parse(textOf(fixture(`keras/pickles-${version}.json`))) as {
      readonly lists: Readonly<Record<string, string>>;
    };
    return Object.values(lists).map((hex) => new Uint8Array(Buffer.from(hex, 'hex')));
  });
}
