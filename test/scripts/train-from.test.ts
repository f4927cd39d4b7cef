import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '../../src/model/files/model-folder.js';
import { writeMidi } from '../../src/model/files/midi-write.js';
import { writeBeats } from '../support/beats.js';
import type { Finished } from '../support/ghostnote.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { trainIn } from '../support/train.js';

const folder = sharedFolder();
const file = (name: string) => join(folder(), name);
const size = '--hidden 12 --embedding 4 --feel 4 --window 16';
const few = '--batch 8 --steps 8 --threads 1 --samples 0 --lr 0.02';

const run = trainIn(folder);
const train = (out: string, more: string): Promise<Finished> =>
  run(['--out', file(out), ...`${few} ${more}`.trim().split(' ')]);
const on = (out: string, more = ''): Promise<Finished> =>
  train(out, `--data ${file('waltz')} --from ${file('base')} --epochs 2 ${more}`);

beforeAll(async () => {
  await writeBeats(file('march'));
  const base = await train('base', `--data ${file('march')} --name March --epochs 2 ${size}`);
  expect([base.status, base.err]).toEqual([0, base.err]);
  // Another beat, and a tom that a march has not.
  await mkdir(file('waltz'));
  for (let song = 0; song < 8; song += 1) {
    const notes = Array.from({ length: 40 }, (_, at) => ({
      ...{ onset: at * 480, duration: 120, velocity: 90, channel: 9 },
      pitch: at % 3 === 0 ? 36 : at % 13 === 5 ? 45 : 38,
    }));
    const bytes = writeMidi({ ppq: 960, notes, tempos: [{ onset: 0, bpm: 120 }], metres: [] });
    await writeFile(file(`waltz/${song}.mid`), bytes);
  }
}, 120_000);

describe('what learns on from a model', { timeout: 120_000 }, () => {
  it('keeps its network, tokens and window, knows the new data better than it, and says from what it came', async () => {
    const finished = await on('on', '--licence CC0');
    expect(finished.err).toMatch(/\d+ training ticks? with a token that the model lacks/);
    const [, before, judgedBy] = /"March" as it was: (\S+) nats a tick, (.*)/.exec(finished.err)!;
    const { manifest } = await loadModel(file('on'));
    expect(manifest.scores[`${judgedBy!}, nats a tick`]).toBeLessThan(Number(before));
    const base = (await loadModel(file('base'))).manifest;
    for (const what of ['architecture', 'vocabulary', 'codec', 'window'] as const)
      expect(manifest[what]).toEqual(base[what]);
    expect(manifest.training).toMatchObject({ hidden: 12, window: 16, lr: 0.02 });
    expect(await readFile(file('on/README.md'), 'utf8')).toMatch(
      /before them, as "March": .*Licence: CC0; of what it learned before: unknown/,
    );
  });

  it('is the model as it was where nothing does better, and says so', async () => {
    const finished = await on('same', '--lr 0');
    expect(finished.err).toContain('no epoch did better than "March" as it was');
    expect((await loadModel(file('same'))).params).toEqual((await loadModel(file('base'))).params);
  });

  it('learns more slowly than from nothing, and is looked at more often, unless it is told to', async () => {
    const all = `--data ${file('waltz')} --from ${file('base')} --out ${file('slow')} --epochs 1`;
    await run(all.split(' '));
    const { training } = (await loadModel(file('slow'))).manifest;
    expect(training).toMatchObject({ lr: 0.001, steps: 8 });
  });

  it.each([
    ['another shape', '--hidden 9', /--hidden is 9, and "March" has 12.*leave --hidden out/],
    ['another codec', '--codec tutorial', /only models of the step codec.*leave --codec out/],
    ['a model that is not there', '--from groov', /"groov".*did you mean groove/],
  ])('says in one line that it cannot have %s', async (_, more, line) => {
    const finished = await on('none', more);
    expect(finished.err).toMatch(line);
    expect(finished.err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('is what helps where there are few ticks to a token, and is not told of it itself', async () => {
    await mkdir(file('short'));
    const notes = [36, 38, 42, 46].map((pitch, at) => ({
      ...{ onset: at * 480, duration: 120, velocity: 90, channel: 9, pitch },
    }));
    await writeFile(file('short/0.mid'), writeMidi({ ppq: 960, notes, tempos: [], metres: [] }));
    const data = `--data ${file('short')} --epochs 1`;
    const [fresh, from] = [
      await train('fresh', `${data} ${size}`),
      await train('not-fresh', `${data} --from ${file('base')}`),
    ];
    expect([fresh.status, from.status]).toEqual([0, 0]);
    expect(fresh.err).toMatch(/many tokens for so few ticks: more data, or --from groove,/);
    expect(from.err).not.toMatch(/many tokens/);
  });
});
