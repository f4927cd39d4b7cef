import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportCrash } from '../../src/daemon/crash-files.js';
import { scratchFolder } from '../support/scratch-folder.js';

test('each death has a file, and the oldest go where there are more than twenty', async () => {
  const old = Array.from({ length: 25 }, (_, at) => `2020-01-01T00-00-${10 + at}.txt`);
  const folder = await scratchFolder({
    ...Object.fromEntries(old.map((name) => [name, ''])),
    'notes of mine.md': '',
  });
  const file = await reportCrash(folder, 0, {
    version: '1',
    cause: 'SIGSEGV',
    said: 'the last words',
  });
  expect(await readFile(file, 'utf8')).toContain('the last words');
  const left = await readdir(folder);
  expect(left.map((name) => join(folder, name))).toContain(file);
  expect([left.length, left.includes(old[5]!), left.includes(old[6]!)]).toEqual([21, false, true]);
});
