import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { installedPackages, licencesPage } from '../../scripts/licences/page.js';

const lock = readFileSync('package-lock.json', 'utf8');

it('docs/licences.md lists what is installed (node dist/scripts/licences.js > docs/licences.md)', () => {
  expect(readFileSync('docs/licences.md', 'utf8')).toBe(licencesPage(lock));
});

it('all of it may be used, changed and sold with no more than a mention', () => {
  const free = /^\(?(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|CC0-1\.0|see LICENSE\.txt)\b/;
  const packages = installedPackages(lock);
  expect(packages.length).toBeGreaterThan(50);
  expect(packages.filter(({ licence }) => !free.test(licence))).toEqual([]);
  // Whose own file was read: h5wasm's.
  expect(
    packages.filter(({ licence }) => licence.startsWith('see')).map(({ name }) => name),
  ).toEqual(['h5wasm']);
});
