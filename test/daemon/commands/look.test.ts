import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { liveSettings, settings } from '../../../src/daemon/core/settings.js';
import { writeMidi } from '../../../src/model/files/midi-write.js';
import { saveModel } from '../../../src/model/files/model-folder.js';
import { smallModel } from '../../model/small.js';
import { lastJson, runGhostnote, startGhostnote } from '../../support/ghostnote.js';
import { runHere } from '../../support/run-here.js';
import { sharedFolder } from '../../support/scratch-folder.js';
import { until } from '../../support/until.js';

const folder = sharedFolder();
const file = (name: string): string => join(folder(), name);

/** Four bars of a beat that differs a little from file to file. */
function beat(variant: number): Uint8Array {
  const hits = Array.from({ length: 64 }, (_, tick) => ({
    tick,
    on: tick % 4 === 0 || (tick * variant) % 7 === 1,
  }));
  const notes = hits
    .filter(({ on }) => on)
    .map(({ tick }) => ({
      onset: tick * 240,
      duration: 120,
      pitch: tick % 8 === 4 ? 38 : 36,
      velocity: 60 + ((tick * 5) % 60),
      channel: 9,
    }));
  return writeMidi({ ppq: 960, notes, tempos: [{ onset: 0, bpm: 120 }], metres: [] });
}

beforeAll(async () => {
  await saveModel(file('model'), smallModel(1, 4));
  await mkdir(file('midi'));
  for (let variant = 1; variant <= 6; variant++) {
    await writeFile(file(`midi/${variant}.mid`), beat(variant));
  }
  await writeFile(file('midi/broken.mid'), beat(1).subarray(0, 100));
});

describe('eval', () => {
  it('scores every tick of the split beside both baselines, and names what it skipped', async () => {
    const finished = await runHere(['eval', '--model', file('model'), '--data', file('midi')]);
    expect(finished.status).toBe(0);
    expect(finished.err).toContain('broken.mid');
    const scores = lastJson(finished);
    expect(scores['ticks']).toBeGreaterThan(50);
    expect(scores['nats_per_tick']).toBeGreaterThan(0);
    expect(scores['accuracy']).toBeGreaterThanOrEqual(0);
    expect(scores['velocity_mae']).toBeGreaterThan(0);
    expect(scores['offset_mae_ticks']).toBeGreaterThan(0);
    expect(scores['longest_copied_run_ticks']).toBeGreaterThanOrEqual(0);
    const { unigram, ngram } = scores['baselines'] as { unigram: number; ngram: number };
    expect(ngram).toBeLessThan(unigram);
  });

  it('scores two models of one shape as they are blended, and refuses others', async () => {
    const blend = async (model: string) => {
      const models = ['--model', file('model'), '--blend-model', model, '--blend', '0.5'];
      return runHere(['eval', ...models, '--data', file('midi'), '--stride', '20']);
    };
    const one = await blend(file('model'));
    const alone = ['eval', '--model', file('model'), '--data', file('midi'), '--stride', '20'];
    expect(lastJson(one)['nats_per_tick']).toBeCloseTo(
      lastJson(await runHere(alone))['nats_per_tick'] as number,
      5,
    );
    const odd = await blend('groove');
    expect([odd.status, odd.err]).toEqual([1, expect.stringMatching(/of another shape/)]);
  });

  it('wants data, and a split that there is', async () => {
    const nothing = await runHere(['eval', '--model', file('model')]);
    expect([nothing.status, nothing.err]).toEqual([2, expect.stringMatching(/--data/)]);
    const odd = await runHere([
      'eval',
      '--model',
      file('model'),
      '--data',
      file('midi'),
      '--split',
      'tset',
    ]);
    expect([odd.status, odd.err]).toEqual([
      2,
      expect.stringMatching(/tset.*train, validation, test/),
    ]);
  });
});

describe('doctor', () => {
  const names = ['node', 'model', 'engine', 'engines', 'midi', 'osc', 'page', 'phone', 'clock'];
  const ports = ['--osc-port', '0', '--http-port', '0'];

  it('looks at everything, and says what to do where something is wrong', async () => {
    const finished = await runGhostnote(['doctor', '--json', '--model', file('model'), ...ports]);
    const checks = lastJson(finished)['checks'] as {
      name: string;
      ok: boolean;
      detail: string;
      hint: string;
    }[];
    expect(checks.map(({ name }) => name)).toEqual(names);
    for (const { name, ok, detail, hint } of checks) {
      expect(detail).not.toBe('');
      // A machine without MIDI is warned of: well, with a hint.
      if (name !== 'midi' || !ok) expect(hint !== '').toBe(!ok);
    }
    expect(checks.find(({ name }) => name === 'engine')!.ok).toBe(true);
    expect(finished.status).toBe(checks.every(({ ok }) => ok) ? 0 : 1);
  });

  it('finds a missing model and a port that is taken', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const taken = ['--osc-port', String(socket.address().port), '--http-port', '0'];
    const finished = await runGhostnote(['doctor', '--json', '--model', file('none'), ...taken]);
    const checks = lastJson(finished)['checks'] as { name: string; ok: boolean }[];
    const ill = checks.filter(({ ok }) => !ok).map(({ name }) => name);
    expect(ill).toEqual(expect.arrayContaining(['model', 'engine', 'osc']));
    expect(finished.status).toBe(1);
    socket.close();
  });

  it('finds nothing wrong with the ports of a ghostnote that plays', async () => {
    const model = ['--model', file('model'), '--state', file('state')];
    const playing = startGhostnote(['play', '--headless', ...model, ...ports]);
    onTestFinished(() => void playing.child.kill('SIGTERM'));
    const place = /127\.0\.0\.1:(\d+)\/, or by OSC on UDP port (\d+)/;
    await until(() => place.test(playing.err()));
    const [, http, osc] = place.exec(playing.err())!;
    const its = ['--http-port', http!, '--osc-port', osc!];
    const checks = lastJson(await runGhostnote(['doctor', '--json', ...model, ...its]))['checks'];
    expect(checks).toMatchObject(
      expect.arrayContaining([
        {
          name: 'osc',
          ok: true,
          detail: `UDP port ${osc} is that of the ghostnote that plays`,
          hint: '',
        },
        {
          name: 'page',
          ok: true,
          detail: `TCP port ${http} is that of the ghostnote that plays`,
          hint: '',
        },
      ]) as object,
    );
  });
});

describe('what lists', () => {
  it('settings gives every row of the table', async () => {
    const finished = await runHere(['settings', '--json']);
    expect(lastJson(finished)['settings']).toEqual(JSON.parse(JSON.stringify(settings)));
    const text = (await runHere(['settings'])).out;
    for (const { name } of settings) expect(text).toContain(`--${name},`);
  });

  it('help of a command, or of the first word of some, is theirs, wherever help stands', async () => {
    const said = async (...args: string[]): Promise<string> => (await runHere(args)).out;
    expect(await said('help', 'ports')).toBe(await said('ports', '--help'));
    const bench = await said('bench', '--help');
    expect(bench).toMatch(/bench jitter .*\n *bench parts/);
    expect(bench).not.toMatch(/^ *play/m);
    expect(await said('help', 'bench')).toBe(bench);
  });

  it('play --help has a flag for each of them', async () => {
    const { out, status } = await runHere(['play', '--help']);
    expect(status).toBe(0);
    for (const { name, help } of liveSettings)
      expect(out).toMatch(new RegExp(`--${name} .*${help.slice(0, 12)}`));
  });

  it('ports gives two lists, and says why they are empty where there can be none', async () => {
    const finished = await runHere(['ports', '--json']);
    const { inputs, outputs } = lastJson(finished) as { inputs: string[]; outputs: string[] };
    expect(finished.status).toBe(0);
    expect(Array.isArray(inputs) && Array.isArray(outputs)).toBe(true);
    if (finished.err !== '') expect(finished.err).toMatch(/Hint/);
  });

  it('models gives what comes with ghostnote, each with its licence and scores', async () => {
    const { models } = lastJson(await runHere(['models', '--json'])) as {
      models: { folder: string; licence: string; scores: Record<string, number> }[];
    };
    expect(models.some(({ folder }) => folder.endsWith('groove'))).toBe(true);
    for (const { licence, scores } of models) {
      expect(licence).not.toBe('');
      expect(Object.keys(scores).length).toBeGreaterThan(0);
    }
  });
});
