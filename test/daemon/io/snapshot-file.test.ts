import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Snapshot } from '../../../src/daemon/core/snapshot.js';
import { readSnapshot, SnapshotFile } from '../../../src/daemon/io/snapshot-file.js';
import { scratchFolder } from '../../support/scratch-folder.js';
import { until } from '../../support/until.js';

const snapshotOf = (key: number): Snapshot => ({
  format: 2,
  values: { tempo: 97 },
  playing: true,
  line: null,
  played: [],
  keys: [key],
  paired: [],
  preset: null,
  fade: null,
});

test('of many snapshots that are asked for at once the first and the last are taken, and each that is read is whole', async () => {
  const name = join(await scratchFolder(), 'new', 'playing.json');
  const file = new SnapshotFile(name, () => undefined);
  const taken: number[] = [];
  for (let key = 0; key < 100; key += 1)
    file.write(() => {
      taken.push(key);
      return snapshotOf(key);
    });
  await until(() => readSnapshot(name)?.keys[0] === 99);
  expect(readSnapshot(name)).toEqual(snapshotOf(99));
  expect(taken).toEqual([0, 99]);
});

test('one that ended well leaves nothing', async () => {
  const folder = await scratchFolder();
  const file = new SnapshotFile(join(folder, 'playing.json'), () => undefined);
  file.write(() => snapshotOf(1));
  file.write(() => snapshotOf(2));
  await file.remove();
  expect(readdirSync(folder)).toEqual([]);
});

test('a disk that does not take it is told of once', async () => {
  const folder = await scratchFolder({ taken: 'a file where a folder should be' });
  const lines: string[] = [];
  const file = new SnapshotFile(join(folder, 'taken', 'x.json'), (_, line) => lines.push(line));
  for (let key = 0; key < 5; key += 1) file.write(() => snapshotOf(key));
  await file.remove();
  file.write(() => snapshotOf(9));
  await file.remove();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('taken');
});

test('what is no snapshot is none', async () => {
  const folder = await scratchFolder();
  const name = join(folder, 'playing.json');
  expect(readSnapshot(name)).toBeUndefined();
  for (const text of ['', '{"format":1', 'null', '[]', '{"format":2,"keys":[]}', '{"format":1}']) {
    writeFileSync(name, text);
    expect(readSnapshot(name)).toBeUndefined();
  }
});
