import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { renderReference } from '../../src/daemon/core/reference.js';

it('docs/reference.md is what the table of settings gives: ghostnote settings --markdown', async () => {
  expect(await readFile('docs/reference.md', 'utf8')).toBe(renderReference());
});
