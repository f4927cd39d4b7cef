import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type * as index from '../../src/daemon/commands/index.js';
import { built } from '../support/built.js';
import { runGhostnote } from '../support/ghostnote.js';

/** All packages that a module of `src` brings with it, those aside that it imports when they are wanted. */
function packages(module: string): Set<string> {
  const found = new Set<string>();
  const files = [module];
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const [, kind = '', from = ''] of text.matchAll(
      /^(import type|import|export)\b[^;]*?(?:from |= require\()'(.+?)'/gms,
    )) {
      if (kind === 'import type' || from.startsWith('node:')) continue;
      const path = join(file, '..', from).replace(/\.js$/, '.ts');
      if (!from.startsWith('.')) found.add(from);
      else if (!files.includes(path)) files.push(path);
    }
  }
  return found;
}

it('a process that only watches another is there without the libraries of one that plays', () => {
  for (const module of ['main', 'commands/play', 'supervisor'])
    expect([...packages(`src/daemon/${module}.ts`)].filter((name) => name !== 'smol-toml')).toEqual(
      [],
    );
});

it('the main thread of one that plays leaves engines and files of models to others', () => {
  const own = packages('src/daemon/perform.ts');
  expect([...own]).toContain('ws');
  for (const name of ['onnxruntime-node', 'valibot', '@tonejs/midi', 'h5wasm'])
    expect(own).not.toContain(name);
});

it.each([
  [['plai'], /no command "plai".*did you mean "ghostnote play"/],
  [['bench', 'everything'], /no bench "everything".*one of .*jitter/],
  [['train', '--data', 'x'], /npm run train -- --data/],
])('of %j, which is no command, it says in one line what is one', async (argv, told) => {
  const { status, out, err } = await runGhostnote(argv);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toMatch(told);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

it('takes --json of every command that has a result for machines', async () => {
  const { commands } = (await import(built('src/daemon/commands/index.js').href)) as typeof index;
  const deaf = [];
  for (const [name, load] of Object.entries(commands)) {
    const { options } = await load();
    if (!options.some((row) => row.name === 'json')) deaf.push(name);
  }
  expect(deaf).toEqual(['tui', 'init', 'service install']);
});
