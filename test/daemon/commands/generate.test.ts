import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readScore } from '../../../src/model/codec/read-score.js';
import { saveModel } from '../../../src/model/files/model-folder.js';
import { names, smallModel, tutorialModel } from '../../model/small.js';
import { sharedFolder } from '../../support/scratch-folder.js';
import { lastJson, type Finished } from '../../support/ghostnote.js';
import { rmid } from '../../support/smf-bytes.js';
import { untaught } from '../../support/untaught.js';
import { runHere } from '../../support/run-here.js';

const folder = sharedFolder();
const file = (name: string): string => join(folder(), name);
beforeAll(() => saveModel(file('model'), smallModel(1, 4)));

const generate = (output: string, ...more: readonly string[]): Promise<Finished> =>
  runHere(['generate', '--model', file('model'), '--ticks', '64', '-o', file(output), ...more]);

describe('generate', () => {
  it('writes the same file for the same seed, byte for byte, and another for another', async () => {
    const [one, again, other] = await Promise.all([
      generate('one.mid', '--seed', '4'),
      generate('again.mid', '--seed', '4'),
      generate('other.mid', '--seed', '5'),
    ]);
    expect([one.status, again.status, other.status]).toEqual([0, 0, 0]);
    expect(await readFile(file('again.mid'))).toEqual(await readFile(file('one.mid')));
    expect(await readFile(file('other.mid'))).not.toEqual(await readFile(file('one.mid')));
    expect(lastJson(one)['tokens']).toEqual(lastJson(again)['tokens']);
  });

  it('says what it made: ticks, notes and tokens are those of the file', async () => {
    const json = lastJson(await generate('take.mid', '--tempo', '97'));
    const tokens = json['tokens'] as string[];
    const score = readScore(await readFile(file('take.mid')));
    expect(json['ticks']).toBe(64);
    expect(tokens.length).toBe(64);
    for (const token of tokens) expect(names).toContain(token);
    expect(json['notes']).toBe(score.notes.length);
    expect(score.tempos[0]!.bpm).toBeCloseTo(97, 2);
  });

  it('prints no tokens on a terminal, unless asked to', async () => {
    const { isTTY } = process.stdout;
    process.stdout.isTTY = true;
    onTestFinished(() => void (process.stdout.isTTY = isTTY));
    const [quiet, asked] = await Promise.all([
      generate('quiet.mid'),
      generate('asked.mid', '--json'),
    ]);
    expect(quiet.out).toBe('');
    expect(quiet.err).toMatch(/wrote 64 ticks, \d+ notes?, to /);
    expect(lastJson(asked)['ticks']).toBe(64);
  });

  it('says that a style changes nothing where the model knows none', async () => {
    await saveModel(file('untaught'), untaught());
    const plain = ['--model', file('untaught')];
    const [told, any] = await Promise.all([
      generate('rock.mid', ...plain, '--style', 'rock'),
      generate('any.mid', ...plain),
    ]);
    expect(told.err).toContain('"small" knows no styles: style rock changes nothing');
    expect(any.err).not.toContain('styles');
  });

  it('says that a melody is silent where it has no note between lowest and highest', async () => {
    await saveModel(file('melody'), tutorialModel());
    const melody = ['--model', file('melody')];
    const [high, any] = await Promise.all([
      generate('high.mid', ...melody, '--lowest', '120'),
      generate('any.mid', ...melody),
    ]);
    expect(high.err).toContain('"small" knows no note from lowest C9 to highest G9');
    expect(any.err).not.toContain('knows no note');
  });

  it('writes a melody, and goes on from one, in the key that is asked for', async () => {
    await saveModel(file('melody'), tutorialModel());
    const pitchesOf = async (name: string, by: number, ...more: string[]): Promise<number[]> => {
      const key = ['--model', file('melody'), '--transpose', String(by), ...more];
      expect((await generate(name, ...key)).status).toBe(0);
      return readScore(await readFile(file(name))).notes.map(({ pitch }) => pitch);
    };
    const home = await pitchesOf('home.mid', 0);
    expect(home.length).toBeGreaterThan(4);
    const up = (pitches: readonly number[]) => pitches.map((pitch) => pitch + 5);
    expect(await pitchesOf('away.mid', 5)).toEqual(up(home));
    const on = await pitchesOf('on.mid', 0, '--prompt', file('home.mid'));
    expect(await pitchesOf('on-away.mid', 5, '--prompt', file('away.mid'))).toEqual(up(on));
  });

  it('goes on from a prompt, not from nothing', async () => {
    await generate('prompt.mid', '--seed', '8');
    const [cold, warm] = await Promise.all([
      generate('cold.mid', '--temperature', '0'),
      generate('warm.mid', '--temperature', '0', '--prompt', file('prompt.mid')),
    ]);
    expect(lastJson(warm)['tokens']).not.toEqual(lastJson(cold)['tokens']);
  });

  it('says what is odd about a prompt, and that a folder is none', async () => {
    await generate('prompt.mid', '--seed', '8');
    await writeFile(file('prompt.rmi'), rmid(await readFile(file('prompt.mid'))));
    const odd = await generate('warm.mid', '--prompt', file('prompt.rmi'));
    expect([odd.status, odd.err]).toEqual([0, expect.stringMatching(/prompt\.rmi all the same/)]);
    const none = await generate('none.mid', '--prompt', folder());
    expect([none.status, none.err]).toEqual([1, expect.stringMatching(/this is a folder/)]);
  });

  it('writes drums on channel 10, notes on 1, and either on the one that it is given', async () => {
    const tune = ['--model', 'nottingham', '--ticks', '48'];
    await Promise.all([
      generate('drums.mid'),
      generate('tune.mid', ...tune),
      generate('other.mid', ...tune, '--channel', '5'),
    ]);
    const channels = async (name: string) =>
      new Set(readScore(await readFile(file(name))).notes.map(({ channel }) => channel + 1));
    expect(await channels('drums.mid')).toEqual(new Set([10]));
    expect(await channels('tune.mid')).toEqual(new Set([1]));
    expect(await channels('other.mid')).toEqual(new Set([5]));
  });

  it('writes in the metre that it is asked for, or in that of its prompt', async () => {
    await generate('waltz.mid', '--beats-per-bar', '3');
    await generate('after.mid', '--prompt', file('waltz.mid'));
    for (const name of ['waltz.mid', 'after.mid'])
      expect(readScore(await readFile(file(name))).metres).toEqual([
        { onset: 0, numerator: 3, denominator: 4 },
      ]);
  });

  it('names a prompt that it cannot read, and a file that it cannot write', async () => {
    const missing = await generate('x.mid', '--prompt', file('none.mid'));
    expect([missing.status, missing.err]).toEqual([1, expect.stringMatching(/none\.mid.*Hint/)]);
    const nowhere = await generate('model/model.json/x.mid');
    expect([nowhere.status, nowhere.err]).toEqual([
      1,
      expect.stringMatching(/cannot be written.*Hint/),
    ]);
    const nothing = await runHere(['generate', '--model', file('model')]);
    expect([nothing.status, nothing.err]).toEqual([2, expect.stringMatching(/-o take\.mid/)]);
  });
});

describe('predict', () => {
  const predict = (...lines: readonly unknown[]): Promise<Finished> =>
    runHere(
      ['predict', '--model', file('model')],
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
  const logProbs = ({ out }: Finished): number[][] =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { log_probs: number[] }).log_probs);

  it('gives a line a line, each a distribution over the vocabulary that the first line names', async () => {
    const finished = await predict(
      { tokens: [] },
      { tokens: ['kick', 'REST'] },
      { tokens: ['snare'] },
    );
    expect(JSON.parse(finished.out.split('\n')[0]!)).toMatchObject({ vocab: names });
    const rows = logProbs(finished);
    expect(rows.length).toBe(3);
    for (const row of rows) {
      expect(row.length).toBe(names.length);
      expect(row.reduce((total, value) => total + Math.exp(value), 0)).toBeCloseTo(1, 5);
    }
    expect(rows[1]).not.toEqual(rows[2]);
  });

  it('looks at the last tokens of its window alone', async () => {
    const bar = (first: string): string[] => [...Array<string>(16).fill(first), ...names, ...names];
    const [one, other] = logProbs(await predict({ tokens: bar('kick') }, { tokens: bar('snare') }));
    expect(other).toEqual(one); // 12 tokens fill the small model's window
  });

  it('names the line that it cannot read', async () => {
    const { status, err } = await predict({ tokens: ['kick'] }, { tokens: 5 });
    expect(status).toBe(2);
    expect(err).toMatch(/line 2.*tokens/);
  });
});
