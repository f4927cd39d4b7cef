import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { loadGenerator, loadSecond } from '../../src/daemon/load-generator.js';
import { saveModel } from '../../src/model/files/model-folder.js';
import { improvise } from '../../src/model/improvise.js';
import { plainControls } from '../../src/model/tick.js';
import { smallModel } from '../model/small.js';
import { writeBeats } from '../support/beats.js';
import { startBox } from '../support/box.js';
import { hasWebgpu } from '../support/engine-devices.js';
import { startTraining } from '../support/ghostnote.js';
import { buildFrailGpu, type FrailGpu } from '../support/frail-gpu.js';
import { noteFaults, soundingAfter } from '../support/notes.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { until } from '../support/until.js';
import { startWired } from '../support/wired.js';

const frailGpu = buildFrailGpu();
/** That of this process. */
const here = frailGpu?.();
Object.assign(process.env, here?.env);
const there = here !== undefined && (await hasWebgpu());

const folder = sharedFolder();
const [model, other] = [() => join(folder(), 'model'), () => join(folder(), 'other')];
beforeAll(async () => {
  await saveModel(model(), smallModel(1, 4));
  await saveModel(other(), smallModel(2, 4));
});

// Software Vulkan takes a while beside other tests.
describe.skipIf(!there)('where the GPU', { timeout: 240_000 }, () => {
  test('is lost, the CPU makes the same tick, with the notes that the GPU would have played', async () => {
    const [cpu, webgpu] = [await open('cpu'), await open('webgpu')];
    const played = await webgpu.play(40, 20);
    expect(played).toEqual(await cpu.play(40));
    expect(webgpu.said).toEqual([
      { engine: 'ort', device: 'cpu' },
      'onnxruntime failed on webgpu: Failed to download data from buffer. wgpu::MapAsyncStatus ' +
        'value: 4, message: [Device] is lost; goes on with ort on the cpu',
    ]);
  });

  test('is lost, the session plays on, on the CPU, models that it then changes to as well', async () => {
    const gpu = frailGpu!();
    const playing = await box(gpu, 'lost');
    const { pid } = await playing.health();
    while ((await playing.planned()).bar < 2);
    expect(await playing.health()).toMatchObject({ engine: 'ort', device: 'webgpu' });
    gpu.befall('lost');
    await until(() => playing.err().includes('goes on with ort on the cpu'));
    const health = await playing.health();
    expect(health).toMatchObject({ engine: 'ort', device: 'cpu', modelRestarts: 0, pid });
    expect(health['problems']).toContain('webgpu has gone');
    playing.client.send({ type: 'do', command: 'load', argument: other() });
    await playing.client.next('models');
    const { tick } = await playing.client.next('tick');
    while ((await playing.planned()).tick < tick + 16);
    expect(playing.err().match(/webgpu: /g)).toHaveLength(1);
    playing.child.kill('SIGTERM');
    expect((await playing.finished).status).toBe(143);
    expect(noteFaults(playing.sent())).toEqual({ stray: 0, restruck: 0, open: 0 });
  });

  test('is lost in training, one line says so, and another device goes on', async () => {
    const gpu = frailGpu!();
    await writeBeats(join(folder(), 'midi'));
    const run = join(folder(), 'run');
    const tiny = '--hidden 8 --embedding 4 --feel 4 --window 20 --batch 4 --epochs 2'.split(' ');
    const args = ['--data', join(folder(), 'midi'), '--out', run, ...tiny];
    const training = startTraining([...args, '--device', 'webgpu'], gpu.env);
    await until(() => training.err().includes('losses: '));
    const checkpoint = readFileSync(join(run, 'checkpoint.safetensors'));
    gpu.befall('lost');
    expect((await training.finished).status).toBe(1);
    expect(training.err().split('losses: ')[1]).toMatch(
      /^.*\n.*Device. is lost\. Hint: the same command with --resume goes on.*\n$/,
    );
    expect(readFileSync(join(run, 'checkpoint.safetensors'))).toEqual(checkpoint);
    expect((await startTraining([...args, '--resume']).finished).status).toBe(0);
  });

  test.each(['hangs', 'crashes'] as const)(
    '%s, and its process with it, another plays on, on the CPU, and so does the next',
    async (fate) => {
      const gpu = frailGpu!();
      const playing = await box(gpu, fate);
      while ((await playing.planned()).bar < 2);
      gpu.befall(fate);
      for (let deaths = 1; deaths <= 2; deaths += 1) {
        if (deaths > 1) process.kill((await playing.health())['pid'] as number, 'SIGKILL');
        await until(() => playing.err().split('another one plays on').length > deaths);
        const { length } = playing.sent();
        await until(() => playing.sent().length > length + 3 * 16 + 8);
        expect(await playing.health()).toMatchObject({ device: 'cpu' });
      }
      expect(playing.err().split('plays on')).toHaveLength(3);
      playing.child.kill('SIGTERM');
      expect((await playing.finished).status).toBe(143);
      expect(soundingAfter(playing.sent())).toBe(0);
    },
  );

  test('hangs and no process watches, it ends when it is told to, its notes before it', async () => {
    const gpu = frailGpu!();
    const own = ['--model', model(), '--device', 'webgpu', '--tempo', '240'];
    const place = ['--osc-port', '0', '--http-port', '0', '--state', join(folder(), 'alone')];
    const file = join(folder(), 'alone.wire');
    const playing = startWired(file, ['play', ...own, ...place], 'wire', gpu.env);
    onTestFinished(() => void playing.child.kill('SIGKILL'));
    const more = async (messages: number) => {
      const { length } = playing.sent();
      await until(() => playing.sent().length > length + messages);
    };
    await more(8);
    gpu.befall('hangs');
    await more(64);
    playing.child.kill('SIGTERM');
    expect((await playing.finished).status).toBe('SIGKILL');
    expect(noteFaults(playing.sent())).toEqual({ stray: 0, restruck: 0, open: 0 });
  });
});

/** A model on `device`, with another blended in. */
async function open(device: string) {
  const said: unknown[] = [];
  const tell = (what: unknown): void => void said.push(what);
  const how = { engine: 'ort', device, threads: 1, warn: tell, moved: tell };
  const { generator, model: first } = await loadGenerator(model(), how);
  generator.blendWith(await loadSecond(other(), first, how));
  const controls = { ...plainControls, blend: 0.5, seed: 24 };
  const play = async (ticks: number, lostAt?: number) => {
    const plans = await improvise(generator, ticks, controls, (tick) => {
      if (tick === lostAt) here!.befall('lost');
      return {};
    });
    return plans.map(({ token, notes }) => [token, ...notes.map(({ velocity }) => velocity)]);
  };
  return { said, play };
}

async function box(gpu: FrailGpu, name: string) {
  const state = ['--state', join(folder(), `${name}-state`)];
  const own = ['--model', model(), '--device', 'webgpu', '--tempo', '240', ...state];
  const playing = await startBox(join(folder(), `${name}.wire`), own, gpu.env);
  onTestFinished(() => void playing.child.kill('SIGKILL'));
  return playing;
}
