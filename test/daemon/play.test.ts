import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packOsc, unpackOsc } from '../../src/daemon/io/osc.js';
import { readScore } from '../../src/model/codec/read-score.js';
import { readFile, truncate } from 'node:fs/promises';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { lastJson, runGhostnote, startGhostnote, type Running } from '../support/ghostnote.js';
import { connectSocket, type SocketClient } from '../support/socket-client.js';
import { until } from '../support/until.js';

const folder = sharedFolder();
const model = (): string => join(folder(), 'model');
const broken = (): string => join(folder(), 'broken');
const free = ['--osc-port', '0', '--http-port', '0'];

beforeAll(async () => {
  await saveModel(model(), smallModel(1, 4));
  await saveModel(broken(), smallModel());
  await truncate(join(broken(), 'weights.safetensors'), 500);
});

interface Performance extends Running {
  readonly http: number;
  readonly osc: number;
}

/** A daemon that plays the small model, as soon as it says where it listens; with no terminal it needs no `--headless`. */
async function perform(...more: readonly string[]): Promise<Performance> {
  const running = startGhostnote(['play', '--json', '--model', model(), ...free, ...more]);
  const place = /127\.0\.0\.1:(\d+)\/, or by OSC on UDP port (\d+)/;
  await until(() => place.test(running.err()));
  const [, http, osc] = place.exec(running.err())!;
  return { ...running, http: Number(http), osc: Number(osc) };
}

describe('a performance', () => {
  let daemon: Performance;
  let socket: SocketClient;
  beforeAll(async () => {
    daemon = await perform('--tempo', '240', '--temperature', '1.5');
    socket = await connectSocket(daemon.http);
  });
  afterAll(() => {
    socket.socket.close();
    daemon.child.kill('SIGKILL');
  });

  it('tells a client what it plays and how it may be steered', async () => {
    const hello = await socket.next('hello');
    expect(hello.models[0]).toMatchObject({ name: 'small', material: 'drums', ticksPerBar: 16 });
    expect(hello.values).toMatchObject({ tempo: 240, temperature: 1.5 });
    expect(hello.osc.port).toBe(daemon.osc);
  });

  it('plays: ticks in order, notes of the model at MIDI velocities', async () => {
    const first = await socket.next('tick');
    expect((await socket.next('tick')).tick).toBe(first.tick + 1);
    const note = await socket.next('note');
    expect([36, 38, 42]).toContain(note.pitch);
    expect(note.channel).toBe(10);
    expect(note.velocity).toBeGreaterThan(0);
    expect(note.velocity).toBeLessThan(128);
  });

  it('takes a setting by OSC, clamps it, and tells OSC and WebSocket what it became', async () => {
    const osc = createSocket('udp4');
    const answers: unknown[] = [];
    osc.on('message', (bytes) => answers.push(...unpackOsc(bytes).requests));
    osc.send(
      packOsc({ address: '/ghostnote/temperature', args: [{ type: 'f', value: 9.5 }] }),
      daemon.osc,
      '127.0.0.1',
    );
    expect((await socket.next('values')).values).toEqual({ temperature: 2 });
    const clamped = JSON.stringify({ address: '/ghostnote/temperature', args: [2] });
    await until(() => JSON.stringify(answers).includes(clamped));
    await until(() => JSON.stringify(answers).includes('/ghostnote/note'));
    osc.close();
  });

  it('stops and starts by OSC, and goes on where nothing it is sent makes sense', async () => {
    const osc = createSocket('udp4');
    osc.send(Buffer.from('not OSC at all, and no multiple of 4'), daemon.osc, '127.0.0.1');
    socket.send('{"type":"set","name":"temprature","value":1}');
    expect((await socket.next('log')).text).toContain('temperature');
    osc.send(packOsc({ address: '/ghostnote/stop', args: [] }), daemon.osc, '127.0.0.1');
    expect((await socket.next('transport')).playing).toBe(false);
    osc.send(packOsc({ address: '/ghostnote/start', args: [] }), daemon.osc, '127.0.0.1');
    expect((await socket.next('transport')).playing).toBe(true);
    await socket.next('note');
    osc.close();
  });

  it('answers for its health', async () => {
    const health: unknown = await (await fetch(`http://127.0.0.1:${daemon.http}/health`)).json();
    expect(health).toMatchObject({ playing: true, name: 'small', engine: 'ort', device: 'cpu' });
  });

  it('ends every note on SIGTERM, and says what it did', async () => {
    daemon.child.kill('SIGTERM');
    const finished = await daemon.finished;
    expect(finished.status).toBe(143);
    const summary = lastJson(finished);
    expect(summary['notes_on']).toBeGreaterThan(0);
    expect(summary['notes_off']).toBe(summary['notes_on']);
    expect(Object.keys(summary)).toEqual([
      'ticks',
      'notes_on',
      'notes_off',
      'misses',
      'fallbacks',
      'lateness_us',
      'first_note_ms',
      'engine',
      'device',
      'rss_mb',
    ]);
  });
});

describe('play', () => {
  it('ends with 130 on SIGINT, and with 0 when told to quit or when its time is up', async () => {
    const [interrupted, quitting, timed] = await Promise.all([
      perform(),
      perform(),
      perform('--seconds', '1'),
    ]);
    interrupted.child.kill('SIGINT');
    expect((await interrupted.finished).status).toBe(130);
    const socket = await connectSocket(quitting.http);
    socket.send({ type: 'do', command: 'quit' });
    expect((await quitting.finished).status).toBe(0);
    expect((await timed.finished).status).toBe(0);
  });

  it.each([
    [['--stopped'], ''],
    [['--count-in', '4'], 'strike one key 4 times'],
  ])('plays nothing before it is told to, with %j', async (flags, said) => {
    const daemon = await perform(...flags);
    const socket = await connectSocket(daemon.http);
    expect((await socket.next('hello')).playing).toBe(false);
    expect((await socket.next('meters')).ticks).toBe(0);
    expect(daemon.err()).toContain(said);
    daemon.child.kill('SIGTERM');
    await daemon.finished;
  });

  it("says once that the beat is the player's", async () => {
    const { err } = await (await perform('--clock', 'player', '--seconds', '1')).finished;
    expect(err.match(/your tempo/g)).toHaveLength(1);
  });

  it('records what it played as a MIDI file', async () => {
    const file = join(folder(), 'take.mid');
    const daemon = await perform('--seconds', '2', '--tempo', '200', '--record', file);
    const finished = await daemon.finished;
    const score = readScore(await readFile(file));
    expect(score.notes.length).toBe(lastJson(finished)['notes_on']);
    expect(score.tempos[0]!.bpm).toBeCloseTo(200, 2);
    expect(new Set(score.notes.map(({ channel }) => channel))).toEqual(new Set([9]));
  });

  it('says how to have a recording whose file cannot be written', async () => {
    const state = join(folder(), 'unwritten');
    const args = ['--seconds', '1', '--tempo', '200', '--record', folder(), '--state', state];
    const finished = await (await perform(...args)).finished;
    expect(finished.status).toBe(1);
    const [, command] = /not lost: ghostnote (replay .*) -o take.mid$/m.exec(finished.err)!;
    const take = join(folder(), 'after.mid');
    expect((await runGhostnote([...command!.split(' '), '-o', take])).status).toBe(0);
    expect(readScore(await readFile(take)).notes).not.toEqual([]);
  });
});

describe('the same seed', () => {
  // A machine that stalls for longer than half a tick makes it miss one; then the take is another.
  it('gives live, tick for tick, what generate writes', { retry: 3 }, async () => {
    const live = join(folder(), 'live.mid');
    const written = join(folder(), 'written.mid');
    // Slow, so that no machine is too busy for it: a quarter of a second a tick.
    const slow = ['--seed', '7', '--tempo', '60'];
    const daemon = await perform('--seconds', '4', '--record', live, ...slow);
    expect(lastJson(await daemon.finished)['misses']).toBe(0);
    const offline = ['generate', '--model', model(), '--ticks', '16', '-o', written, ...slow];
    expect((await runGhostnote(offline)).status).toBe(0);
    const [played, wanted] = await Promise.all(
      [live, written].map(async (file) => readScore(await readFile(file)).notes),
    );
    const first = wanted!.filter(({ onset }) => onset < 12 * 240);
    expect(first.length).toBeGreaterThan(0);
    expect(played!.slice(0, first.length)).toEqual(first);
  });
});

describe('what cannot be', () => {
  it.each([
    ['an unknown flag', () => ['play', '--temprature', '1'], 2, /--temprature.*--temperature/],
    ['an unknown command', () => ['pley'], 2, /pley.*play/],
    ['a value out of range', () => ['play', '--tempo', '1000'], 2, /tempo.*1000.*20.*300/],
    ['a value that is no number', () => ['play', '--seed', 'x'], 2, /seed/],
    [
      'a model that is not there',
      () => ['play', '--model', '/nowhere'],
      1,
      /\/nowhere\/model\.json.*Hint/,
    ],
    [
      'a model cut short',
      () => ['play', '--model', broken()],
      1,
      /weights\.safetensors.*at byte \d+.*Hint/,
    ],
    [
      'an engine there is none of',
      () => ['play', '--model', model(), '--engine', 'abacus'],
      1,
      /abacus.*--engine ort/,
    ],
    [
      'a device there is none of',
      () => ['play', '--model', model(), '--device', 'abacus'],
      1,
      /abacus.*--device cpu/,
    ],
  ])('%s gets one line with what to do, and its exit status', async (_, args, status, line) => {
    const finished = await runGhostnote([...args(), '--headless', ...free]);
    expect(finished.err).toMatch(line);
    expect(finished.err.trimEnd().split('\n')).toHaveLength(1);
    expect(finished.status).toBe(status);
    expect(finished.out).toBe('');
  });

  it('a port that is taken gets one line with what to do, and is no session', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const args = [
      'play',
      '--headless',
      '--model',
      model(),
      '--osc-port',
      '0',
      '--http-port',
      String(port),
      '--state',
      join(folder(), 'no-session'),
    ];
    const finished = await runGhostnote(args);
    expect(finished.status).toBe(1);
    expect(finished.err).toMatch(new RegExp(`${port}.*--http-port 0`));
    expect(existsSync(join(folder(), 'no-session', 'sessions'))).toBe(false);
    other.close();
  });
});
