import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readScore } from '../../src/model/codec/read-score.js';
import { writeMidi } from '../../src/model/files/midi-write.js';
import { loadModel } from '../../src/model/files/model-folder.js';
import { writeBeats } from '../support/beats.js';
import { lastJson, type Finished } from '../support/ghostnote.js';
import { runHere } from '../support/run-here.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { tiny, trainIn } from '../support/train.js';

const folder = sharedFolder();
const file = (name: string): string => join(folder(), name);
beforeAll(async () => {
  await writeBeats(file('midi'));
  await writeFile(file('midi/notes.mid'), 'not MIDI');
});

const train = trainIn(folder);
const run = (out: string, ...more: readonly string[]): Promise<Finished> =>
  train(['--data', file('midi'), '--out', file(out), ...tiny, '--json', ...more]);

// Each learns, and some a few times: on a busy machine that takes long.
describe('train', { timeout: 120_000 }, () => {
  it('makes a model that plays, with a card, and lists what it skipped', async () => {
    const finished = await run(
      'model',
      '--epochs',
      '2',
      '--samples',
      '2',
      '--name',
      'tiny',
      '--licence',
      'CC0',
    );
    expect(finished.status).toBe(0);
    const json = lastJson(finished);
    expect(Object.keys(json)).toEqual([
      'model',
      'epochs',
      'tokens_per_s',
      'best',
      'test',
      'baselines',
      'seconds',
      'peak_rss_mb',
      'skipped',
    ]);
    expect(json['epochs']).toBe(2);
    expect(json['skipped']).toEqual([
      { file: expect.stringContaining('notes.mid') as string, code: 'MIDI_NOT_MIDI' },
    ]);
    const { manifest } = await loadModel(file('model'));
    expect(manifest.training).toMatchObject({ epochs: 2, hidden: 8, seed: 1 });
    const commit = existsSync('.git') ? /^[0-9a-f]{12}/ : /unknown/;
    expect(manifest.training['commit']).toMatch(commit);
    expect(manifest.vocabulary.names).toEqual(['REST', 'kick', 'snare']);
    const card = await readFile(file('model/README.md'), 'utf8');
    expect(card).toContain('Licence: CC0');
    expect(card).toContain('test, nats a tick');
    expect(await readFile(file('model/loss.html'), 'utf8')).toContain('epoch 2 of 2');
    expect(readScore(await readFile(file('model/samples/epoch-002.mid')))).toBeDefined();
  });

  it('learns from a single file, which is then scored on itself', async () => {
    const one = ['--data', file('midi/0.mid'), '--out', file('single'), ...tiny, '--epochs', '1'];
    const finished = await train(one);
    expect(finished.status).toBe(0);
    expect(finished.err).toContain('on the training pieces');
    expect(finished.err).toMatch(/no validation piece: .* by heart/);
  });

  it('learns more from little data than to count, or says that it has not', async () => {
    const about = '--hidden 16 --embedding 4 --feel 4 --window 16 --batch 16 --epochs 2 --lr 0.03';
    const run = (...more: readonly string[]): Promise<Finished> =>
      train(['--data', file('midi'), '--json', ...about.split(' '), ...more]);
    const nats = (finished: Finished) => [
      (lastJson(finished)['test'] as { nats_per_tick: number }).nats_per_tick,
      (lastJson(finished)['baselines'] as { ngram: number }).ngram,
    ];
    const little = await run('--out', file('little'), '--steps', '1');
    const [worse, ngram] = nats(little);
    expect(worse).toBeGreaterThan(ngram!);
    expect(little.err).toMatch(/worse than to count.*--epochs/);
    const enough = await run('--out', file('enough'));
    expect(nats(enough)[0]).toBeLessThan(nats(enough)[1]!);
    expect(enough.err).not.toMatch(/to count/);
  });

  it('is judged by every tick of a small validation split, as eval is', async () => {
    const finished = await run('judged', '--epochs', '2');
    const { val_nats: judged } = lastJson(finished)['best'] as { val_nats: number };
    const about = ['--data', file('midi'), '--model', file('judged'), '--split', 'validation'];
    const scored = lastJson(await runHere(['eval', ...about]));
    expect(judged).toBeCloseTo(scored['nats_per_tick'] as number, 6);
    expect(scored['ticks']).toBeLessThan(1000);
  });

  it('says in one line that its folder cannot be written, before it learns', async () => {
    await writeFile(file('a-file'), '');
    const finished = await run('a-file/out', '--epochs', '1');
    expect(finished.status).toBe(1);
    expect(finished.err).not.toContain('epoch 1');
    expect(finished.err.trimEnd().split('\n').at(-1)).toMatch(/a-file.*cannot be written/);
  });

  it('writes over no model and no README.md that is there, unless it is forced to', async () => {
    await run('kept', '--epochs', '1');
    const again = await run('kept', '--epochs', '1');
    expect(again.status).toBe(2);
    expect(again.err).toMatch(/model\.json: is there already.*--force/);
    await mkdir(file('kept/samples'));
    for (const name of ['epoch-009.mid', 'mine.mid'])
      await writeFile(file(`kept/samples/${name}`), '');
    expect((await run('kept', '--epochs', '1', '--samples', '1', '--force')).status).toBe(0);
    expect((await readdir(file('kept/samples'))).toSorted()).toEqual(['epoch-001.mid', 'mine.mid']);
    await mkdir(file('project'));
    await writeFile(file('project/README.md'), 'mine');
    expect((await run('project', '--epochs', '1')).err).toMatch(/README\.md: is there already/);
    expect((await train(['--data', file('midi'), '--out', ''])).err).toMatch(/--out is empty/);
  });

  it('learns the drums of songs where it is told to, and says what it leaves out', async () => {
    await writeBeats(file('songs'), 8, 40, 60);
    const at = ['--data', file('songs'), '--out', file('songs-model'), ...tiny, '--epochs', '1'];
    const notes = await train([...at, '--json']);
    expect(notes.err).toMatch(/^notes: .*left out, as they are drums: 320 notes/m);
    const drums = await train([...at, '--force', '--material', 'drums']);
    expect(drums.err).toMatch(/^drums: .*left out, as they are no drums: 480 notes/m);
  });

  it('says where notes are likely to be drums, and learns them as such when it is told to', async () => {
    await mkdir(file('elsewhere'));
    const noteOf = (at: number, pitch: number) => ({
      ...{ onset: at * 480, duration: 120, velocity: 90, channel: 0, pitch },
    });
    const write = (name: string, pitches: readonly number[]): Promise<void> => {
      const notes = Array.from({ length: 44 }, (_, at) =>
        noteOf(at, pitches[at % pitches.length]!),
      );
      const bytes = writeMidi({ ppq: 960, notes, tempos: [], metres: [] });
      return writeFile(file(`elsewhere/${name}.mid`), bytes);
    };
    const learn = (name: string, ...more: readonly string[]): Promise<Finished> => {
      const data = ['--data', file(`elsewhere/${name}.mid`), '--out', file(`${name} out`)];
      return train([...data, ...tiny, '--epochs', '1', '--force', ...more]);
    };
    await write('beat', [36, 42, 38, 42, 36, 36, 38, 47]);
    await write('bass', [36, 43, 41, 48, 38, 45, 43, 36]);
    const hint = /pitches of drums.*--material drums/;
    expect((await learn('beat')).err).toMatch(hint);
    expect((await learn('bass')).err).not.toMatch(hint);
    const { err } = await learn('beat', '--material', 'drums');
    expect(err).toMatch(/all notes are taken for drums/);
    expect((await loadModel(file('beat out'))).manifest.vocabulary.names).toContain('kick');
    expect(err).not.toMatch(hint);
  });

  it('plays its samples in the metre and at the tempo of what it learns, and says how to', async () => {
    await mkdir(file('in three'));
    for (let song = 0; song < 4; song++) {
      const notes = Array.from({ length: 24 }, (_, at) => ({
        ...{ onset: at * 960, duration: 240, velocity: 90, channel: 9 },
        pitch: at % 3 === 0 || at === song ? 36 : 38,
      }));
      const metres = [{ onset: 0, numerator: 3, denominator: 4 }];
      const bytes = writeMidi({ ppq: 960, notes, tempos: [{ onset: 0, bpm: 150 }], metres });
      await writeFile(file(`in three/${song}.mid`), bytes);
    }
    const args = ['--data', file('in three'), '--out', file('in three'), ...tiny];
    const { err } = await train([...args, '--epochs', '1', '--samples', '1']);
    const sample = readScore(await readFile(file('in three/samples/epoch-001.mid')));
    expect(sample.metres).toEqual([{ onset: 0, numerator: 3, denominator: 4 }]);
    expect(sample.tempos).toEqual([{ onset: 0, bpm: expect.closeTo(150, 3) as number }]);
    expect(Math.max(...sample.notes.map(({ onset }) => onset))).toBeLessThan(8 * 3 * 960);
    const line = `play --model "${file('in three')}" --beats-per-bar 3 --tempo 150\n`;
    expect(err).toContain(line);
  });

  it('is repeatable: the same seed gives the same weights', async () => {
    await Promise.all([run('one', '--epochs', '1'), run('two', '--epochs', '1')]);
    const [one, two] = [await loadModel(file('one')), await loadModel(file('two'))];
    expect(two.params).toEqual(one.params);
  });

  it.each(['lstm', 'gru', 'rnn'])(
    "learns the tutorial's network of %s layers, with the epoch of the least loss kept",
    async (cell) => {
      const more = ['--codec', 'tutorial', '--cell', cell, '--files', '9', '--dense', '6'];
      const finished = await run(cell, ...more, '--layers', '3', '--epochs', '4', '--lr', '0.01');
      expect(finished.err).toContain('8 files, 320 notes and chords, 312 windows, 2 tokens');
      const losses = [...finished.err.matchAll(/training loss (\S+)/g)].map(([, nats]) => nats);
      expect(losses).toHaveLength(4);
      const best = lastJson(finished)['best'] as { epoch: number; val_nats: number };
      expect(best.val_nats.toFixed(4)).toBe(losses.toSorted()[0]);
      expect(losses[best.epoch - 1]).toBe(losses.toSorted()[0]);
      const { manifest } = await loadModel(file(cell));
      const { architecture, openings, window } = manifest;
      if (architecture.kind !== 'tutorial') throw new Error('another network');
      expect(architecture.stack.map(({ type }) => type)).toEqual(
        [cell, cell, cell].concat('norm', 'dense', 'relu', 'norm', 'dense'),
      );
      expect(openings![0]).toHaveLength(window);
    },
  );

  it.each([
    ['no data', [], 2, /--data/],
    ['an unknown flag', ['--data', 'x', '--epoch', '3'], 2, /--epoch.*--epochs/],
    ['a flag unlike any', ['--frobnicate'], 2, /npm run train -- --help lists them/],
    ['a folder that is not there', ['--data', '/nowhere'], 1, /\/nowhere/],
    ['a folder without MIDI files', ['--data', '/dev/fd'], 1, /no MIDI files.*give a folder/],
    [
      'a codec that there is not',
      ['--data', 'x', '--codec', 'morse'],
      2,
      /codec.*morse.*step or tutorial/,
    ],
  ])('says in one line what is wrong with %s', async (_, args, status, line) => {
    const finished = await train(args);
    expect(finished.status).toBe(status);
    expect(finished.err).toMatch(line);
    expect(finished.err.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each(['step', 'tutorial'])('says why no file is of use to %s', async (codec) => {
    const args = ['--data', file('midi/notes.mid'), '--codec', codec, '--out', file('of no use')];
    const { status, err } = await train(args);
    expect([status, err]).toEqual([1, expect.stringMatching(/first of 1.*notes\.mid.*MThd/)]);
  });

  it('leaves no folder that it made for nothing', async () => {
    await train(['--data', '/nowhere', '--out', file('for/nothing')]);
    expect(existsSync(file('for'))).toBe(false);
    await mkdir(file('there'));
    await train(['--data', '/nowhere', '--out', file('there/nothing')]);
    expect(await readdir(file('there'))).toEqual([]);
  });

  it('names a variable of the environment that is nearly one of its own', async () => {
    const { err } = await train(['--data', '/nowhere'], {
      env: { GHOSTNOTE_EPOCH: '3', GHOSTNOTE_TEMPO: '96' },
    });
    expect(err.trimEnd().split('\n')).toEqual([
      'train: GHOSTNOTE_EPOCH is no setting; did you mean GHOSTNOTE_EPOCHS?',
      expect.stringContaining('/nowhere') as string,
    ]);
  });

  it('whose numbers grow beyond all bounds ends with a hint, and with a model only if an epoch had ended', async () => {
    const wild = '--warmup 0 --schedule constant --lr 1 --clip 1000 --hidden 64 --feel 64'.split(
      ' ',
    );
    const at = ['--data', file('midi'), '--out', file('wild'), ...tiny];
    const lost = await train([...at, ...wild, '--epochs', '2']);
    expect(lost.status).toBe(1);
    expect(lost.err.trimEnd().split('\n').at(-1)).toMatch(/none.*smaller --lr/);
    await expect(loadModel(file('wild'))).rejects.toMatchObject({ code: 'MODEL_MISSING' });
  });
});
