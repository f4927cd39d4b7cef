import { execFileSync } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
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

test('of several at once one is the last, and whole, and none fails', async () => {
  const folder = await scratchFolder();
  const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(100_000));
  await Promise.all(texts.map((text) => replaceFile(join(folder, 'file'), text)));
  expect(texts).toContain(await readFile(join(folder, 'file'), 'utf8'));
  expect(await readdir(folder)).toEqual(['file']);
});

// Windows makes links for administrators alone, and has no such pipes.
const hasLinks = process.platform !== 'win32';

test.runIf(hasLinks)('a link stays one, and what it points to is replaced, or made', async () => {
  const folder = await scratchFolder({ 'old.txt': 'old' });
  for (const target of ['old.txt', 'new.txt']) {
    const link = join(folder, `link to ${target}`);
    await symlink(target, link);
    await replaceFile(link, 'text');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, target), 'utf8')).toBe('text');
  }
  expect(await readdir(folder)).toHaveLength(4);
});

test.runIf(hasLinks)('a pipe is written to, and stays one', async () => {
  const folder = await scratchFolder();
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const read = readFile(pipe, 'utf8');
  await replaceFile(pipe, 'text');
  expect(await read).toBe('text');
  expect((await lstat(pipe)).isFIFO()).toBe(true);
  expect(await readdir(folder)).toEqual(['pipe']);
});

test.runIf(hasLinks)('a device is written to, and stays one', async () => {
  await replaceFile('/dev/null', 'text');
  expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
});
