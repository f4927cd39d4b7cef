import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readScore } from '../../../src/model/codec/read-score.js';
import { saveModel } from '../../../src/model/files/model-folder.js';
import { manifest, smallModel } from '../../model/small.js';
import { lastJson, runGhostnote, startGhostnote } from '../../support/ghostnote.js';
import { runHere } from '../../support/run-here.js';
import { sharedFolder } from '../../support/scratch-folder.js';
import { connectSocket } from '../../support/socket-client.js';
import { until } from '../../support/until.js';

const folder = sharedFolder();
const model = (): string => join(folder(), 'model');
const state = (): string => join(folder(), 'state');
const take = (name: string): string => join(folder(), name);

beforeAll(async () => {
  await saveModel(model(), smallModel(1, 4));
});

async function perform(...more: readonly string[]) {
  const running = startGhostnote([
    ...['play', '--headless', '--model', model(), '--state', state(), '--tempo', '240'],
    ...['--osc-port', '0', '--http-port', '0', ...more],
  ]);
  const place = /127\.0\.0\.1:(\d+)\//;
  await until(() => place.test(running.err()));
  return { ...running, http: Number(place.exec(running.err())![1]) };
}

const scoreOf = async (file: string) => readScore(await readFile(take(file)));

// Beside other tests a process may take seconds to begin.
describe('a session', { timeout: 120_000 }, () => {
  it('is kept through kill -9, while it was steered, and played again the same', async () => {
    const { child, http, finished } = await perform();
    const client = await connectSocket(http);
    const bar = async (): Promise<void> => {
      while ((await client.next('tick')).tickInBar !== 0);
    };
    await bar();
    client.send({ type: 'set', name: 'temperature', value: 1.6 });
    client.send({ type: 'set', name: 'seed', value: 99 });
    await bar();
    client.send({ type: 'do', command: 'forget' });
    client.send({ type: 'set', name: 'tempo', value: 180 });
    await bar();
    client.send({ type: 'do', command: 'stop' });
    client.send({ type: 'do', command: 'start' });
    await bar();
    await bar();
    child.kill('SIGKILL');
    await finished;

    const again = await runHere([
      ...['replay', 'last', '--state', state(), '--json', '-o', take('a.mid')],
    ]);
    expect(again.err).toContain('the same again');
    expect(again.status).toBe(0);
    const { notes, identical } = lastJson(again);
    expect(identical).toBe(true);
    expect(notes).toBeGreaterThan(20);
    const score = await scoreOf('a.mid');
    expect(score.notes.length).toBe(notes);
    expect(score.tempos.map(({ bpm }) => Math.round(bpm))).toEqual([240, 180]);

    const listed = await runHere(['sessions', '--state', state(), '--json']);
    expect(lastJson(listed)['sessions']).toMatchObject([{ model: 'small' }]);
  });

  it('that changed its model on a bar line is played again the same', async () => {
    await saveModel(take('second'), {
      ...smallModel(9, 4),
      manifest: { ...manifest, name: 'two' },
    });
    const { child, http, finished } = await perform('--parts', '2');
    const client = await connectSocket(http);
    const load = (argument: string): void =>
      client.send({ type: 'do', command: 'part/2/load', argument });
    load(take('nowhere'));
    let said = '';
    while (!said.startsWith('Part 2 plays on with what it has'))
      said = (await client.next('log')).text;
    expect(said).toMatch(/nowhere.*cannot be read.*ghostnote models lists/);
    load(take('second'));
    const names = (await client.next('models')).models.map(({ name }) => name);
    expect(names).toEqual(['small', 'two']);
    while ((await client.next('tick')).tickInBar !== 8);
    load(model());
    expect((await client.next('models')).models[1]?.name).toBe('small');
    while ((await client.next('tick')).tickInBar !== 8);
    child.kill('SIGTERM');
    await finished;

    const again = await runHere(['replay', 'last', '--state', state(), '--json']);
    expect(again.err).toContain('the same again');
    expect(lastJson(again)['notes']).toBeGreaterThan(20);
  });

  it('with another model is told from the one that was played', async () => {
    await saveModel(take('other'), smallModel(9, 4));
    const args = ['replay', 'last', '--state', state(), '--json', '--model', take('other')];
    const other = await runHere(args);
    expect(other.status).toBe(1);
    expect(lastJson(other)['identical']).toBe(false);
    expect(other.err).toMatch(/note \d+ of \d+ was .* is it the same model\?/);
  });

  it('gives its last bars after the fact', async () => {
    const { child, http, finished } = await perform();
    const client = await connectSocket(http);
    while ((await client.next('tick')).bar < 3);
    client.send({ type: 'do', command: 'keep', argument: 2 });
    const said = (await client.next('log')).text;
    expect(said).toMatch(/Kept the last 2 bars, \d+ notes: .*2 bars\.mid/);
    child.kill('SIGTERM');
    await finished;
    const [file] = await readdir(join(state(), 'takes'));
    const score = readScore(await readFile(join(state(), 'takes', file!)));
    expect(score.notes.length).toBeGreaterThan(0);
    expect(score.notes.at(-1)!.onset).toBeLessThan(2 * 3840);
  });
});

describe('what cannot be', () => {
  it('a session that is not there is a line that says where to look', async () => {
    const { status, err } = await runHere(['replay', '1999', '--state', state()]);
    expect([status, err]).toEqual([
      1,
      expect.stringMatching(/no session "1999".*ghostnote sessions/),
    ]);
  });

  it('a folder that cannot be written is one line, and the music plays', async () => {
    const file = take('model/model.json'); // no folder can be made below a file
    const args = ['play', '--headless', '--model', model(), '--seconds', '1', '--json'];
    const ports = ['--osc-port', '0', '--http-port', '0'];
    const played = await runGhostnote([...args, ...ports, '--state', join(file, 'x')]);
    expect(lastJson(played)['notes_on']).toBeGreaterThan(0);
    expect(played.err.match(/the session is not kept/g)).toHaveLength(1);
    const recording = ['--state', join(file, 'x'), '--record', take('never.mid')];
    expect((await runGhostnote([...args, ...ports, ...recording])).status).toBe(1);
    expect((await runGhostnote([...args, ...ports, ...recording, '--journal', '0'])).status).toBe(
      2,
    );
  });
});
