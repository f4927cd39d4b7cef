import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startOsc } from '../../src/daemon/io/osc-port.js';
import { monotonic } from '../../src/daemon/io/monotonic.js';
import { fakeDaemon, logLines } from '../support/fake-daemon.js';
import { findProgram } from '../support/programs.js';
import { sharedFolder } from '../support/scratch-folder.js';

const folder = sharedFolder();
const note = {
  type: 'note',
  part: 1,
  pitch: 38,
  velocity: 64,
  channel: 10,
  tick: 3,
  offset: 0,
} as const;

async function setUp() {
  const daemon = fakeDaemon();
  const port = await startOsc(daemon.control, { port: 0, log: logLines().log, clock: monotonic });
  onTestFinished(() => port.close());
  // A patch does not say when it listens: play until it hears.
  const playing = setInterval(() => daemon.control.publish({ ...note, label: 'snare' }), 50);
  onTestFinished(() => clearInterval(playing));
  return { ...daemon, port: port.port };
}

/** The lines that a program prints, on either stream, until one is what is waited for. */
async function waitForLine(child: ChildProcess, wanted: string): Promise<void> {
  onTestFinished(() => void child.kill('SIGKILL'));
  const seen: string[] = [];
  const found = [child.stdout!, child.stderr!].map(async (stream) => {
    for await (const line of createInterface(stream)) {
      seen.push(line);
      if (line.includes(wanted)) return;
    }
    throw new Error(`it ended without "${wanted}":\n${seen.join('\n')}`);
  });
  await Promise.any(found);
}

describe.skipIf(findProgram('pd') === undefined)('the Pure Data patch', () => {
  test('sets, gives commands and hears notes', { timeout: 60_000 }, async () => {
    const { port, control, commands } = await setUp();
    const patch = await readFile('docs/patches/ghostnote.pd', 'utf8');
    const file = join(folder(), 'ghostnote.pd');
    const listens = String(await freePort());
    await writeFile(
      file,
      patch.replace('127.0.0.1 9000', `127.0.0.1 ${port}`).replaceAll('9001', listens),
    );
    const flags = ['-nogui', '-noaudio', '-nomidi', '-stderr'];
    const sent = 'gn-temperature 1.5; gn-start bang';
    const pd = spawn('pd', [...flags, '-open', file, '-send', sent], { stdio: 'pipe' });
    await waitForLine(pd, 'note: 38 64 10 3 snare 1');
    expect(control.values).toMatchObject({ temperature: 1.5 });
    expect(commands).toEqual(['start']);
  });
});

describe.skipIf(findProgram('sclang') === undefined)('the SuperCollider patch', () => {
  test('sets, gives commands and hears notes', { timeout: 120_000 }, async () => {
    const { port, control, commands } = await setUp();
    const env = {
      ...process.env,
      GHOSTNOTE_OSC_PORT: String(port),
      // Its help browser, which no script opens, will not start for root without these.
      QT_QPA_PLATFORM: 'offscreen',
      QTWEBENGINE_DISABLE_SANDBOX: '1',
    };
    const sclang = spawn('sclang', ['docs/patches/ghostnote.scd'], { env, stdio: 'pipe' });
    await waitForLine(sclang, 'note 38 64 snare');
    expect(control.values).toMatchObject({ temperature: 1.25 });
    expect(commands).toEqual(['start']);
  });
});

const ardour = ['ardour7-lua', 'jackd', 'jack_wait', 'jack_midiseq'];

describe.skipIf(ardour.some((name) => findProgram(name) === undefined))('the Ardour script', () => {
  test('has on its track what came from the port', { timeout: 120_000 }, async () => {
    const env = {
      ...process.env,
      HOME: folder(),
      // One name for ever, ended by a signal that it can act upon: a machine holds eight names, those of the killed too.
      JACK_DEFAULT_SERVER: 'ghostnote-test',
      JACK_NO_AUDIO_RESERVATION: '1',
    };
    const run = (command: string, args: readonly string[]) => {
      const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const ended = once(child, 'exit');
      onTestFinished(async () => {
        child.kill();
        await ended;
      });
      return child;
    };
    run('jackd', ['-r', '-t', '5000', '-d', 'dummy']);
    const wait = run('jack_wait', ['-w', '-t', '20']);
    await waitForLine(wait, 'server is available');
    // Stand-ins for ghostnote's ports: one plays two keys in turn, in samples: each once a second, for a third of it.
    run('jack_midiseq', ['ghostnote out', '48000', '0', '60', '16000', '24000', '63', '16000']);
    run('jack_midiseq', ['ghostnote in', '48000', '0', '1', '100']);
    const script = run('ardour7-lua', ['docs/patches/ardour.lua', join(folder(), 'song'), '5']);
    const lines: string[] = [];
    for await (const line of createInterface(script.stdout)) lines.push(line);
    const keys = lines.flatMap((line) => /^recorded (\d+) 1 \d+:\d+$/.exec(line)?.[1] ?? []);
    expect(keys.length).toBeGreaterThanOrEqual(6);
    expect(new Set(keys)).toEqual(new Set(['60', '63']));
  });
});

async function freePort(): Promise<number> {
  const probe = createSocket('udp4').bind(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}
