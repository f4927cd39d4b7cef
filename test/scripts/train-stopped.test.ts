import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCheckpoint } from '../../src/model/files/checkpoint.js';
import { loadModel } from '../../src/model/files/model-folder.js';
import { writeBeats } from '../support/beats.js';
import type { Finished } from '../support/ghostnote.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { tiny, trainIn, type Circumstances } from '../support/train.js';

const folder = sharedFolder();
const file = (name: string): string => join(folder(), name);
const train = trainIn(folder);
beforeAll(() => writeBeats(file('midi')));

const run = (out: string, ...more: readonly string[]): Promise<Finished> =>
  train(['--data', file('midi'), '--out', file(out), ...tiny, '--json', ...more]);

// Each starts a process, and some a few: on a busy machine that takes long.
describe('a run that was stopped', { timeout: 120_000 }, () => {
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

  it('by a file that cannot be written goes on once it can, and leaves no claim to its folder', async () => {
    const args = ['--data', file('midi'), '--out', file('blocked'), ...tiny, '--epochs', '2'];
    expect((await train(args, { blocks: 0 })).err).toMatch(/training\.pid: cannot be written/);
    expect(existsSync(file('blocked/training.pid'))).toBe(false);
    await writeFile(file('blocked/samples'), 'in the way');
    const stopped = await train([...args, '--samples', '1']);
    const last = stopped.err.trimEnd().split('\n').at(-1);
    expect(last).toMatch(/samples\/.* cannot be written.*with --resume goes on/);
    await rm(file('blocked/samples'));
    const resumed = await train([...args, '--samples', '1', '--resume']);
    expect([resumed.status, resumed.err]).toEqual([0, expect.not.stringMatching(/^epoch 1 /m)]);
  });

  it('lets no other run into its folder meanwhile, to resume or by force, but one after a crash', async () => {
    const at = ['--data', file('midi'), '--out', file('shared'), ...tiny, '--epochs', '1'];
    const held = file('shared/training.pid');
    await mkdir(file('shared'));
    await writeFile(held, `${process.ppid}\n`);
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

  it.each(['SIGTERM', 'SIGHUP'] as const)(
    'saves and lets go of its folder on %s',
    async (signal) => {
      const args = ['--data', file('midi'), '--out', file(signal), ...tiny, '--epochs', '500'];
      const stopped = await train(args, { signalAfter: /^epoch 1 /m, signal });
      expect([stopped.status, stopped.err.trimEnd().split('\n').at(-1)]).toEqual([
        130,
        expect.stringContaining('--resume') as string,
      ]);
      const { state, progress } = await loadCheckpoint(file(signal));
      expect(state.step).toBeGreaterThan(0);
      expect(progress.done + progress.epoch).toBeGreaterThan(0);
      expect(existsSync(file(`${signal}/training.pid`))).toBe(false);
    },
  );

  it('holds its folder no more after Ctrl-C while it is scored, and is a model', async () => {
    const about = ['--data', file('midi'), '--out', file('scored'), ...tiny, '--epochs', '1'];
    await train(about, { signalAfter: /scored now/ });
    expect(existsSync(file('scored/training.pid'))).toBe(false);
    await loadModel(file('scored'));
  });

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

  it.each([
    ['is played otherwise', 'train'],
    ['it is judged by is another', 'validation'],
  ])('will not resume where what %s', async (_, changed) => {
    const [data, out] = [file(`${changed}-data`), file(`${changed}-out`)];
    await writeBeats(data, 2);
    const rows = ['train', 'validation'].map((split, at) => `${split},rock,120,beat,4-4,${at}.mid`);
    const columns = 'split,style,bpm,beat_type,time_signature,midi_filename';
    await writeFile(join(data, 'info.csv'), [columns, ...rows].join('\n'));
    const args = ['--data', data, '--out', out, ...tiny, '--epochs', '1'];
    expect((await train(args)).status).toBe(0);
    expect((await train([...args, '--resume'])).status).toBe(0);
    const beat = join(data, `${changed === 'train' ? 0 : 1}.mid`);
    const bytes = await readFile(beat);
    bytes[bytes.indexOf(Uint8Array.of(0x99, 36)) + 2] = 1;
    await writeFile(beat, bytes);
    expect((await train([...args, '--resume'])).err).toMatch(/the data is not what/);
  });

  it('may be called otherwise as it goes on, and keeps its name where nothing is said', async () => {
    const args = ['renamed', '--epochs', '1'] as const;
    await run(...args, '--name', 'Duo', '--licence', 'CC0');
    const again = await run(
      ...args,
      '--resume',
      '--licence',
      'CC BY 4.0',
      '--attribution',
      'A. B.',
    );
    expect(again.status).toBe(0);
    const { manifest } = await loadModel(file('renamed'));
    expect(manifest).toMatchObject({
      name: 'Duo',
      data: { licence: 'CC BY 4.0', attribution: 'A. B.' },
      training: { name: 'Duo', licence: 'CC BY 4.0' },
    });
  });
});
