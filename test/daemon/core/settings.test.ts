import { expect, test } from 'vitest';
import { groups } from '../../../src/daemon/core/setting-groups.js';
import { commands } from '../../../src/daemon/core/live-commands.js';
import { settings } from '../../../src/daemon/core/settings.js';

test('every row has a group, and every group its title once', () => {
  const known = groups.map(({ name }) => name);
  for (const { name, group } of settings) expect(known, name).toContain(group);
  expect(new Set(known).size).toBe(known.length);
});

test('no two rows have one name, and a name is lower case, with hyphens', () => {
  const names = [...settings, ...commands].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test('what is said of a row is in words of music: nothing of networks and their training', () => {
  const ofNetworks =
    /\b(tokens?|logits?|softmax|vocabulary|sampl(e|ing)|train(ed|ing)|inference)\b/;
  for (const row of [...settings, ...commands]) {
    const unit = 'unit' in row ? row.unit : '';
    expect(`${row.help} ${unit}`, row.name).not.toMatch(ofNetworks);
  }
});
