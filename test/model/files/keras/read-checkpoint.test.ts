import { describe, expect, it } from 'vitest';
import type { readCheckpoint as ReadCheckpoint } from '../../../../src/model/files/keras/read-checkpoint.js';
import { readKeras } from '../../../../src/model/files/keras/read-keras.js';
import { built } from '../../../support/built.js';
import { fixture } from '../../../support/fixtures.js';

const { readCheckpoint } = (await import(
  built('src/model/files/keras/read-checkpoint.js').href
)) as { readCheckpoint: typeof ReadCheckpoint };

function damaged(name: string, at: number, value: number): Uint8Array {
  return fixture(`keras/${name}`).with(at, value);
}

describe('readCheckpoint', () => {
  it('gives what readKeras gives, and its faults', async () => {
    const bytes = fixture('keras/keras3-lstm.h5');
    expect(await readCheckpoint(bytes)).toEqual(await readKeras(bytes));
    await expect(readCheckpoint(new Uint8Array(9))).rejects.toMatchObject({
      code: 'KERAS_BROKEN',
      message: expect.stringContaining('is not an HDF5 file') as string,
      hint: expect.stringContaining('again') as string,
    });
  });

  it('ends where the HDF5 library runs in circles', async () => {
    const bytes = damaged('keras212-lstm.keras', 9704, 0xf8);
    await expect(readCheckpoint(bytes, 1500)).rejects.toMatchObject({
      code: 'KERAS_BROKEN',
      message: expect.stringContaining('not read within 1.5 s') as string,
    });
  });

  it('survives that the HDF5 library leaves its memory', async () => {
    const bytes = damaged('keras2-refused-bidirectional.hdf5', 7637, 0xcc);
    await expect(readCheckpoint(bytes)).rejects.toMatchObject({ code: 'KERAS_BROKEN' });
  });
});
