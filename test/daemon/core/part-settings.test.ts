import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  completeValues,
  findRow,
  mostParts,
  partName,
  rowsOf,
  splitPartName,
  spreadRows,
} from '../../../src/daemon/core/part-settings.js';
import { commands } from '../../../src/daemon/core/live-commands.js';
import { settings } from '../../../src/daemon/core/settings.js';

const anyPart = fc.integer({ min: 1, max: mostParts });
const anyRow = fc.constantFrom(...settings);

test('a name tells its part, and each part has another name for it', () => {
  fc.assert(
    fc.property(anyPart, anyRow, (part, { name }) => {
      expect(splitPartName(partName(part, name))).toEqual({ part, name });
      expect(splitPartName(`part/${part}/${name}`)).toEqual({ part, name });
    }),
  );
});

test('each row of the spread table is found by its name, and no name is there twice', () => {
  for (const parts of [1, 2, mostParts]) {
    const rows = spreadRows(settings, parts);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    for (const row of rows) expect(findRow(row.name, settings, parts)).toEqual(row);
  }
});

test('a part has all rows of the table, each under a name by which it is found', () => {
  for (const part of [1, 2, mostParts]) {
    const rows = rowsOf(settings, part);
    expect(rows.length).toBe(settings.length);
    for (const row of rows) expect(findRow(row.name, settings, part)).toEqual(row);
  }
  expect(rowsOf(settings, 2).filter(({ name }) => name.startsWith('part/2/')).length).toBe(
    settings.filter(({ scope }) => scope === 'part').length,
  );
});

test('no part has what all share, and no part beyond the last is there', () => {
  for (const name of ['part/1/tempo', 'part/2/tempo', 'part/2/parts', 'part/5/mute']) {
    expect(findRow(name, settings, 4)).toBeUndefined();
  }
  for (const name of ['part/0/mute', 'part/02/mute', 'part/-1/mute', 'part/2', 'part//mute']) {
    expect(findRow(name, settings)).toBeUndefined();
  }
  expect(findRow('part/4/mute', settings, 4)?.name).toBe('part/4/mute');
  expect(findRow('part/1/mute', settings, 4)?.name).toBe('mute');
  expect(findRow('part/2/forget', commands)?.name).toBe('part/2/forget');
  expect(findRow('part/2/panic', commands)).toBeUndefined();
});

test('what is not said of a part is as with part 1, but for switches and the seed', () => {
  const said = {
    parts: 3,
    mute: true,
    temperature: 0.5,
    seed: 7,
    'part/3/temperature': 0.25,
    'part/3/seed': 7,
  };
  expect(completeValues(said, settings, 3)).toMatchObject({
    ...{ tempo: 120, temperature: 0.5, 'part/2/temperature': 0.5, 'part/3/temperature': 0.25 },
    ...{ seed: 7, 'part/2/seed': 8, 'part/3/seed': 7, 'part/3/channel': 0 },
    ...{ mute: true, 'part/2/mute': false },
  });
  const whole = completeValues(said, settings, 3);
  expect(Object.keys(whole)).toEqual(spreadRows(settings, 3).map(({ name }) => name));
});
