import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { readScore } from '../../src/model/codec/read-score.js';
import { loadModel } from '../../src/model/files/model-folder.js';
import { writeBeats } from '../support/beats.js';
import { built } from '../support/built.js';
import { lastJson, type Finished } from '../support/ghostnote.js';
import { sharedFolder } from '../support/scratch-folder.js';

const folder = sharedFolder();
const file = (name: string): string => join(folder(), name);
const tiny = [
  '--hidden',
  '8',
  '--embedding',
  '4',
  '--feel',
  '4',
  '--window',
  '8',
  '--batch',
  '4',
  '--threads',
  '1',
  '--steps',
  '1',
];

beforeAll(async () => {
  await writeBeats(file('midi'));
  await writeFile(file('midi/notes.mid'), 'not MIDI');
});

interface Circumstances {
  /** Sends Ctrl-C once it has said this. */
  readonly signalAfter?: RegExp;
  /** How large a file may get, in KiB: a disk that is full. */
  readonly blocks?: number;
  readonly env?: Readonly<Record<string, string>>;
}

function train(
  args: readonly string[],
  { signalAfter, blocks, env }: Circumstances = {},
): Promise<Finished> {
  const entry = [process.execPath, fileURLToPath(built('scripts/train.js')), ...args];
  const shell = ['bash', '-c', `ulimit -f ${blocks ?? 0}; exec "$@"`, 'bash', ...entry];
  const [program, ...rest] = blocks === undefined ? entry : shell;
  const child = spawn(program!, rest, {
    stdio: 'pipe',
    cwd: folder(),
    env: { ...process.env, XDG_STATE_HOME: file('state'), ...env },
  });
  let out = '';
  let err = '';
  let signalled = false;
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    if (signalled || signalAfter?.test(err) !== true) return;
    signalled = true;
    child.kill('SIGINT');
  });
  return new Promise((resolve) =>
    child.once('close', (status) => resolve({ status: status ?? -1, out, err })),
  );
}

const run = (out: string, ...more: readonly string[]): Promise<Finished> =>
  train(['--data', file('midi'), '--out', file(out), ...tiny, '--json', ...more]);

// Each starts a process, and some a few: on a busy machine that takes long.
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
  });

  it('learns more from little data than to count, or says that it has not', async () => {
    const about = '--hidden 16 --embedding 4 --feel 4 --window 32 --batch 32 --epochs 4 --lr 0.02';
    const run = (...more: readonly string[]): Promise<Finished> =>
      train(['--data', file('midi'), '--json', ...about.split(' '), ...more]);
    const nats = (finished: Finished) => [
      (lastJson(finished)['test'] as { nats_per_tick: number }).nats_per_tick,
      (lastJson(finished)['baselines'] as { ngram: number }).ngram,
    ];
    const little = await run('--out', file('little'), '--steps', '1');
    const [worse, ngram] = nats(little);
    expect(worse).toBeGreaterThan(ngram!);
    expect(little.err).toMatch(/no better than to count.*--epochs/);
    const enough = await run('--out', file('enough'));
    expect(nats(enough)[0]).toBeLessThan(nats(enough)[1]!);
    expect(enough.err).not.toMatch(/to count/);
  });

  it('says in one line that its folder cannot be written, before it learns', async () => {
    await writeFile(file('a-file'), '');
    const finished = await run('a-file/out', '--epochs', '1');
    expect(finished.status).toBe(1);
    expect(finished.err).not.toContain('epoch 1');
    expect(finished.err.trimEnd().split('\n').at(-1)).toMatch(/a-file.*cannot be written/);
  });

  it('keeps its last checkpoint when the disk is full, and goes on from there', async () => {
    const args = ['--data', file('midi'), '--out', file('full'), ...tiny, '--epochs', '2'];
    const limited = (blocks: number, ...more: readonly string[]): Promise<Finished> =>
      train([...args, ...more], { blocks });
    expect((await train(args, { signalAfter: /parameters/ })).status).toBe(130);
    const before = await readFile(file('full/checkpoint.safetensors'));
    const full = await limited(4, '--resume');
    expect(full.status).toBe(1);
    expect(full.err.trimEnd().split('\n').at(-1)).toMatch(/cannot be written.*free some space/);
    expect(await readFile(file('full/checkpoint.safetensors'))).toEqual(before);
    expect((await train([...args, '--resume'])).status).toBe(0);
  });

  it('writes over no model and no README.md that is there, unless it is forced to', async () => {
    await run('kept', '--epochs', '1');
    const again = await run('kept', '--epochs', '1');
    expect(again.status).toBe(2);
    expect(again.err).toMatch(/model\.json: is there already.*--force/);
    expect((await run('kept', '--epochs', '1', '--force')).status).toBe(0);
    await mkdir(file('project'));
    await writeFile(file('project/README.md'), 'mine');
    expect((await run('project', '--epochs', '1')).err).toMatch(/README\.md: is there already/);
    expect((await train(['--data', file('midi'), '--out', ''])).err).toMatch(/--out is empty/);
  });

  it('lets no other run into its folder meanwhile, to resume or by force, but one after a crash', async () => {
    const at = ['--data', file('midi'), '--out', file('shared'), ...tiny, '--epochs', '1'];
    const held = file('shared/training.pid');
    await mkdir(file('shared'));
    await writeFile(held, `${process.pid}\n`);
    for (const more of [[], ['--force'], ['--resume']]) {
      const other = await train([...at, ...more]);
      expect([other.status, other.err.trimEnd().split('\n').length]).toEqual([2, 1]);
      expect(other.err).toMatch(
        /process \d+ trains into this folder.*another --out.*training\.pid/,
      );
    }
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(held, `${pid}\n`);
    expect((await train(at)).status).toBe(0);
    await expect(readFile(held)).rejects.toThrow(/ENOENT/);
  });

  it('learns the drums of songs where it is told to, and says what it leaves out', async () => {
    await writeBeats(file('songs'), 8, 40, 60);
    const at = ['--data', file('songs'), '--out', file('songs-model'), ...tiny, '--epochs', '1'];
    const notes = await train([...at, '--json']);
    expect(notes.err).toMatch(/^notes: .*left out, as they are drums: 320 notes/m);
    const drums = await train([...at, '--force', '--material', 'drums']);
    expect(drums.err).toMatch(/^drums: .*left out, as they are no drums: 480 notes/m);
  });

  it('is repeatable: the same seed gives the same weights', async () => {
    await Promise.all([run('one', '--epochs', '1'), run('two', '--epochs', '1')]);
    const [one, two] = [await loadModel(file('one')), await loadModel(file('two'))];
    expect(two.params).toEqual(one.params);
  });

  it.each(['step', 'tutorial'])(
    'goes on after Ctrl-C in the middle of an epoch of %s, and only so, to the weights it would have come to',
    async (codec) => {
      const straight = `straight-${codec}`;
      const broken = `broken-${codec}`;
      await run(straight, '--codec', codec, '--epochs', '3');
      const args = ['--data', file('midi'), '--out', file(broken), ...tiny];
      const more = ['--codec', codec, '--epochs', '3'];
      const stopped = await train([...args, ...more], { signalAfter: /parameters/ });
      expect(stopped.status).toBe(130);
      expect(stopped.err).toContain('--resume');
      const kept = await readFile(file(`${broken}/checkpoint.safetensors`));
      const anew = await train([...args, ...more]);
      expect(anew.status).toBe(2);
      expect(anew.err).toMatch(/stopped in epoch 1 here.*--resume goes on/);
      expect(await readFile(file(`${broken}/checkpoint.safetensors`))).toEqual(kept);
      expect((await train([...args, ...more, '--resume'])).status).toBe(0);
      const [wanted, resumed] = [await loadModel(file(straight)), await loadModel(file(broken))];
      expect(resumed.params).toEqual(wanted.params);
    },
  );

  it('learns by TensorFlow.js too, stops and goes on, and says what that cannot learn', async () => {
    const learn = (more: readonly string[], when?: Circumstances): Promise<Finished> => {
      const about = ['--data', file('midi'), '--out', file('tfjs'), ...tiny, '--engine', 'tfjs'];
      return train([...about, '--files', '2', '--epochs', '1', ...more], when);
    };
    const stopped = await learn(['--codec', 'tutorial'], {
      signalAfter: /parameters/,
    });
    expect(stopped.status).toBe(130);
    expect((await learn(['--codec', 'tutorial', '--resume'])).status).toBe(0);
    const { manifest } = await loadModel(file('tfjs'));
    expect(manifest.scores['best epoch']).toBe(1);
    const decayed = await learn(['--codec', 'tutorial', '--weight-decay', '0.1', '--force']);
    expect(decayed.err.trimEnd().split('\n').at(-1)).toMatch(/add --weight-decay 0, or .* ort/);
    expect((await learn(['--force'])).err).toMatch(/add --codec tutorial, or .* ort/);
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

  it('will not resume with other settings or data than it began with', async () => {
    await run('begun', '--epochs', '1');
    await writeBeats(file('other'), 8, 42);
    const data = ['--data', file('other'), '--out', file('begun'), ...tiny, '--epochs', '1'];
    const others = await train([...data, '--resume']);
    expect(others.status).toBe(2);
    expect(others.err).toMatch(/the data is not what/);
    const none = await run('none', '--resume');
    expect([none.status, none.err]).toEqual([1, expect.stringMatching(/without --resume first/)]);
    expect(existsSync(file('none'))).toBe(false);
    const other = await run('begun', '--epochs', '1', '--resume', '--lr', '0.5');
    expect(other.status).toBe(2);
    expect(other.err).toMatch(/--lr is 0\.5/);
  });
});
