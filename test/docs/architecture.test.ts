import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('docs/architecture.md has one line for each file of the program, and for no other', () => {
  const page = readFileSync('docs/architecture.md', 'utf8');
  const listed = [...page.matchAll(/^- `((?:src|scripts)\/.+?)`: \S/gm)].map((line) => line[1]!);
  const files = [...sources('src'), ...sources('scripts')];
  expect(files.length).toBeGreaterThan(10);
  expect(
    { 'not listed': without(files, listed), gone: without(listed, files) },
    'write a line such as "- `src/x.ts`: what it is for." in docs/architecture.md',
  ).toEqual({ 'not listed': [], gone: [] });
  expect(new Set(listed).size, 'a file is listed twice').toBe(listed.length);
});

it('docs/architecture.md lists the files of each section by name', () => {
  const page = readFileSync('docs/architecture.md', 'utf8');
  const sections = page.split(/^### /m).map((section) => section.match(/^- `.+?`/gm) ?? []);
  expect(sections.length).toBeGreaterThan(10);
  for (const names of sections) expect(names).toEqual(names.toSorted());
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(tsconfig\.json|placeholder\.ts)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

function without(all: readonly string[], known: readonly string[]): string[] {
  return all.filter((one) => !known.includes(one)).sort();
}
