import { readFileSync } from 'node:fs';
import { unpickleStrings } from '../../../../src/model/files/pickle.js';
import { parseManifest } from '../../../../src/model/manifest.js';
import { decodeSafetensors, encodeSafetensors } from '../../../../src/model/safetensors.js';
import { fixture } from '../../fixtures.js';
import { damagedModels } from '../damaged-model.js';
import { kerasFiles } from '../keras-files.js';
import { type FuzzTarget, textOf } from '../target.js';

const shapes = [
  { name: 'a', shape: [2, 3] },
  { name: 'b', shape: [4] },
];

/** What is played, and what is made into it. */
export const modelFiles: readonly FuzzTarget[] = [
  {
    name: 'manifest',
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
  kerasFiles([
    'keras1-gru.weights.hdf5',
    'keras2-other.hdf5',
    'keras3-lstm.weights.h5',
    'keras3-functional.keras',
  ]),
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
