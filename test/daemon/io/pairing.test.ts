import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  isCode,
  isToken,
  keptPairing,
  newPairing,
  newToken,
} from '../../../src/daemon/io/pairing.js';
import { sharedFolder } from '../../support/scratch-folder.js';

const folder = sharedFolder();

test('a code is right in any case and with blanks, and no other is', () => {
  const pairing = { ...newPairing(), code: 'K7Q2MX' };
  for (const typed of ['K7Q2MX', 'k7q2mx', ' k7q 2mx ']) expect(isCode(pairing, typed)).toBe(true);
  for (const typed of ['', 'K7Q2M', 'K7Q2MY', 'K7Q2MXX', 'ＫＱ']) {
    expect([typed, isCode(pairing, typed)]).toEqual([typed, false]);
  }
});

test('a token is good for the pairing that gave it, and not once a letter of it is another', () => {
  const [one, other] = [newPairing(), newPairing()];
  const token = newToken(one);
  expect([isToken(one, token), isToken(other, token)]).toEqual([true, false]);
  expect(newToken(one)).not.toBe(token);
  for (const forged of ['', '.', token.slice(1), `${token}0`, token.replace('.', '')]) {
    expect([forged, isToken(one, forged)]).toEqual([forged, false]);
  }
});

test('a pairing is kept for the next start, for this user alone', async () => {
  const file = join(folder(), 'state', 'pairing.json');
  const made = await keptPairing(file);
  expect(await keptPairing(file)).toEqual(made);
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('daemons that start together have one pairing', async () => {
  const file = join(folder(), 'together', 'pairing.json');
  const all = await Promise.all(Array.from({ length: 4 }, () => keptPairing(file)));
  expect(new Set(all.map(({ key }) => key)).size).toBe(1);
  expect(await keptPairing(file)).toEqual(all[0]);
});

test.each(['', '{', 'null', '{"code":"K7Q2MX"}', '{"code":"","key":""}'])(
  'a file that is not whole (%j) gives a new one',
  async (text) => {
    const file = join(folder(), 'broken.json');
    await writeFile(file, text);
    const made = await keptPairing(file);
    expect(made.code).toMatch(/^[2-9A-Z]{6}$/);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(made);
  },
);
