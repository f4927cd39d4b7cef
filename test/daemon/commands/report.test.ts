import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { readScore } from '../../../src/model/codec/read-score.js';
import { saveModel } from '../../../src/model/files/model-folder.js';
import { smallModel } from '../../model/small.js';
import { writeBeats } from '../../support/beats.js';
import { lastJson } from '../../support/ghostnote.js';
import { runHere } from '../../support/run-here.js';
import { sharedFolder } from '../../support/scratch-folder.js';

const folder = sharedFolder();
const file = (name: string): string => join(folder(), name);

beforeAll(async () => {
  await saveModel(file('model'), smallModel(1, 4));
  await writeBeats(file('midi'), 6, 48);
});

const report = (data: string, ...more: readonly string[]) =>
  runHere(['report', '--model', file('model'), '--data', file(data), ...more]);

it('writes a page with each measure, and MIDI files of the oddest clips, which it links to', async () => {
  const finished = await report('midi', '--clips', '6', '--bars', '5', '-o', file('out'));
  expect(finished.status).toBe(0);
  const { clips, overlap } = lastJson(finished) as {
    clips: number;
    overlap: Record<string, { model: number; yardstick: number }>;
  };
  expect(clips).toBe(6);
  const page = await readFile(file('out/index.html'), 'utf8');
  for (const [measure, { model, yardstick }] of Object.entries(overlap)) {
    expect(page).toContain(`<td>${measure}</td><td>${model.toFixed(3)}</td>`);
    // Validation and test pieces are nearly equal here, but for loudness and timing.
    if (!['velocity', 'offset'].includes(measure)) expect(yardstick).toBeGreaterThan(0.8);
    expect(model).toBeLessThan(1);
  }
  const odd = [...page.matchAll(/href="(odd-\d\.mid)"/g)].map(([, name]) => name!);
  expect(odd).toHaveLength(5);
  for (const name of odd) readScore(await readFile(file(`out/${name}`)));
});

it('says in one line which split is too short', async () => {
  const finished = await report('midi', '--bars', '64', '-o', file('none'));
  expect(finished.status).toBe(1);
  expect(finished.err.trimEnd().split('\n')).toEqual([
    expect.stringContaining('as it was read before') as string,
    expect.stringMatching(/validation split has 64 bars.*--bars/) as string,
  ]);
});
