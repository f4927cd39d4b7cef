import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeFault, type Fault } from '../../../src/model/fault.js';
import { replaceFile } from '../../../src/model/files/replace-file.js';
import { scratchFolder } from '../../support/scratch-folder.js';

test('what cannot be written leaves nothing beside it, and the fault says what helps', async () => {
  const folder = await scratchFolder();
  const taken = join(folder, 'taken');
  await mkdir(taken);
  const fault = await replaceFile(taken, 'text').catch((error: unknown) => error as Fault);
  expect(describeFault(fault as Fault)).toMatch(/taken: cannot be written.*name a file in it/);
  expect(await readdir(folder)).toEqual(['taken']);
});

test('a file is what was last written to it, in folders that were not there', async () => {
  const file = join(await scratchFolder(), 'new', 'file');
  for (const text of ['first', 'second']) await replaceFile(file, text);
  expect(await readFile(file, 'utf8')).toBe('second');
});
