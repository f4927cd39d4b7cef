import { describe, expect, it } from 'vitest';
import { Fault } from '../../../../src/model/fault.js';
import { convertModel } from '../../../../src/model/files/keras/convert.js';
import { readKeras } from '../../../../src/model/files/keras/read-keras.js';
import { Rng } from '../../../../src/model/rng.js';
import { fixture } from '../../../support/fixtures.js';

const files = [
  'keras1-gru.weights.hdf5',
  'keras2-other.hdf5',
  'keras2-chunked.weights.hdf5',
  'keras3-functional.keras',
  'keras3-lstm.weights.h5',
  'keras3-other.h5',
];

async function outcome(bytes: Uint8Array): Promise<string> {
  try {
    convertModel(await readKeras(bytes));
    return 'read';
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}

describe.each(files)('%s', (file) => {
  const whole = fixture(`keras/${file}`);

  it('that is cut short is a fault, wherever the cut', async () => {
    for (let part = 0; part < 20; part++) {
      const cut = whole.subarray(0, Math.floor((part * (whole.length - 1)) / 19));
      expect(await outcome(cut)).toMatch(/^(KERAS|ZIP)_BROKEN$/);
    }
  });

  it('that is damaged is read or is a fault, and the next one is read', async () => {
    const rng = new Rng(files.indexOf(file));
    const full = [...whole.keys()].filter((at) => whole[at] !== 0);
    const outcomes = new Set<string>();
    for (let run = 0; run < 40; run++) {
      const bytes = whole.slice();
      for (let byte = 0; byte < 3; byte++) bytes[full[rng.below(full.length)]!] = rng.below(256);
      outcomes.add(await outcome(bytes));
    }
    expect(outcomes.size).toBeGreaterThan(1);
    expect(await outcome(whole)).toBe('read');
  });
});
