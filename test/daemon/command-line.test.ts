import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** All packages that a module of `src` brings with it, those aside that it imports when they are wanted. */
function packages(module: string): Set<string> {
  const found = new Set<string>();
  const files = [module];
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const [, kind = '', from = ''] of text.matchAll(
      /^(import type|import|export)\b[^;]*?from '(.+?)'/gms,
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
  for (const name of ['onnxruntime-node', 'zod', '@tonejs/midi', 'h5wasm'])
    expect(own).not.toContain(name);
});
