import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderConfig } from '../../../src/daemon/core/config-template.js';
import { runGhostnote } from '../../support/ghostnote.js';
import { sharedFolder } from '../../support/scratch-folder.js';

const folder = sharedFolder();
const run = (...args: string[]) => runGhostnote(args, '', folder());

test('init writes the file of settings once, and again only by force', async () => {
  expect((await run('init')).status).toBe(0);
  const file = join(folder(), 'ghostnote.toml');
  expect(await readFile(file, 'utf8')).toBe(renderConfig());
  await writeFile(file, 'tempo = 90\n');
  const again = await run('init');
  expect(again.status).toBe(1);
  expect(again.err).toContain('ghostnote.toml: it is there already. Hint: ghostnote init --force');
  expect(await readFile(file, 'utf8')).toBe('tempo = 90\n');
  expect((await run('init', '--force')).status).toBe(0);
});

test('the file in the working folder counts, --config goes before it, and a flag before both', async () => {
  await mkdir(join(folder(), 'other'), { recursive: true });
  await writeFile(join(folder(), 'ghostnote.toml'), 'model = "here"\n');
  await writeFile(join(folder(), 'other/my.toml'), 'model = "other"\n');
  const used = async (...args: string[]) => (await run('generate', '-o', 'x.mid', ...args)).err;
  expect(await used()).toMatch(/^ghostnote: settings from ghostnote.toml\nghostnote: here/);
  expect(await used('--config', 'other/my.toml')).toContain('\nghostnote: other');
  expect(await used('--model', 'flag')).toContain('\nghostnote: flag');
});

test('what is wrong in the file is one line with its place, and nothing is done', async () => {
  await writeFile(join(folder(), 'ghostnote.toml'), 'seed = 1\ntmepo = 90\n');
  const { status, out, err } = await run('generate', '-o', 'x.mid');
  expect([status, out]).toEqual([2, '']);
  expect(err.trimEnd().split('\n').at(-1)).toBe(
    'ghostnote: ghostnote.toml, line 2: there is no setting "tmepo". Hint: did you mean tempo?',
  );
});

test('a file that is named and not there is a fault', async () => {
  const { status, err } = await run('generate', '-o', 'x.mid', '--config', 'none.toml');
  expect(status).toBe(1);
  expect(err).toContain('none.toml: there is no such file. Hint: ghostnote init writes');
});

test('a file that a process under another one reads is told of once', async () => {
  await writeFile(join(folder(), 'ghostnote.toml'), 'model = "here"\n');
  const { err } = await run('play', '--headless');
  expect(err.match(/settings from/g)).toHaveLength(1);
  expect(err).toContain('\nghostnote: here');
});
