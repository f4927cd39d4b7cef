import { execFile, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { on, once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { OscMessage } from '../../../src/daemon/core/osc-addresses.js';
import { packOsc, unpackOsc } from '../../../src/daemon/io/osc.js';
import { type OscPort, startOsc } from '../../../src/daemon/io/osc-port.js';
import { describeFault, Fault } from '../../../src/model/fault.js';
import { fakeDaemon, handClock, logLines } from '../../support/fake-daemon.js';
import { bundleAt } from '../../support/osc-bundle.js';
import { findProgram } from '../../support/programs.js';

const run = promisify(execFile);
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function setUp() {
  const daemon = fakeDaemon();
  const clock = handClock();
  const { lines, log } = logLines();
  const port = await startOsc(daemon.control, { port: 0, log, clock });
  opened.push(port);
  return { ...daemon, clock, lines, port };
}

/** A client on a real socket: it sends, and reads until what it waits for has come. */
async function connect({ port }: OscPort) {
  const socket: Socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  opened.push({ close: () => socket.close() });
  const incoming = on(socket, 'message')[Symbol.asyncIterator]();
  return {
    sendBytes: (bytes: Uint8Array) => socket.send(bytes, port, '127.0.0.1'),
    send: (address: string, ...args: OscMessage['args']) =>
      socket.send(packOsc({ address, args }), port, '127.0.0.1'),
    /** Arguments of the next message to `address`. */
    next: async (address: string) => {
      for (;;) {
        const [bytes] = (await incoming.next()).value as [Uint8Array];
        const [message] = unpackOsc(bytes).requests;
        if (message?.address === address) return message.args;
      }
    },
  };
}

const int = (value: number) => ({ type: 'i' as const, value });
const float = (value: number) => ({ type: 'f' as const, value });

test('a value set is echoed, clamped, to the sender at its own port', async () => {
  const { port, control } = await setUp();
  const client = await connect(port);
  client.send('/ghostnote/hello');
  expect(await client.next('/ghostnote/playing')).toEqual([0]);
  client.send('/ghostnote/temperature', float(5));
  expect(await client.next('/ghostnote/temperature')).toEqual([2]);
  expect(control.values.temperature).toBe(2);
  client.send('/ghostnote/temperature');
  expect(await client.next('/ghostnote/temperature')).toEqual([2]);
});

test('a button pressed and let go gives its command once', async () => {
  const { port, commands } = await setUp();
  const client = await connect(port);
  for (const value of [1, 0]) client.send('/ghostnote/start', float(value));
  client.send('/ghostnote/seed');
  await client.next('/ghostnote/seed');
  expect(commands).toEqual(['start']);
});

test('notes and beats reach everyone heard of', async () => {
  const { port, control } = await setUp();
  const clients = [await connect(port), await connect(port)];
  for (const client of clients) {
    client.send('/ghostnote/hello');
    await client.next('/ghostnote/playing');
  }
  control.publish({
    type: 'tick',
    part: 1,
    tick: 20,
    bar: 1,
    tickInBar: 4,
    token: 'kick',
    heard: 'self',
    missed: false,
  });
  control.publish({
    type: 'note',
    part: 1,
    tick: 20,
    channel: 10,
    pitch: 36,
    velocity: 100,
    offset: 0,
    label: 'kick',
  });
  for (const client of clients) {
    expect(await client.next('/ghostnote/beat')).toEqual([2, 2, 20]);
    expect(await client.next('/ghostnote/note')).toEqual([36, 100, 10, 20, 'kick', 1]);
  }
});

test('packets that are none are left out with one log line a while, and the next is heard', async () => {
  const { port, control, lines } = await setUp();
  const client = await connect(port);
  for (let i = 0; i < 50; i++) client.sendBytes(Buffer.from('/ghostnote/tempo\0\0\0\0,i\0\0'));
  client.sendBytes(Buffer.from('nonsense'));
  client.send('/ghostnote/tempo', int(99));
  await client.next('/ghostnote/playing');
  expect(control.values.tempo).toBe(99);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^warn OSC packet of 127\.0\.0\.1:\d+ left out: /);
});

test('a mistake of ours on the way is answered and logged, and the next packet is heard', async () => {
  const { port, control, lines } = await setUp();
  const client = await connect(port);
  vi.spyOn(control, 'set').mockImplementationOnce(() => {
    throw new TypeError('a bug');
  });
  client.send('/ghostnote/tempo', int(90));
  expect((await client.next('/ghostnote/error'))[0]).toContain('TypeError: a bug');
  client.send('/ghostnote/tempo', int(91));
  expect(await client.next('/ghostnote/tempo')).toEqual([91]);
  expect(lines).toEqual([expect.stringMatching(/^error .*TypeError: a bug/s)]);
});

test('a bundle of the past is done at once, one of the near future in its time, one of next year never', async () => {
  const { port, control, changes, lines } = await setUp();
  const client = await connect(port);
  const now = Date.now();
  client.sendBytes(bundleAt(now + 31_536_000_000, '/ghostnote/tempo', 30));
  client.sendBytes(bundleAt(now + 60, '/ghostnote/tempo', 99));
  client.sendBytes(bundleAt(now - 1000, '/ghostnote/tempo', 60));
  const told = [];
  while (told.at(-1) !== 99) told.push((await client.next('/ghostnote/tempo'))[0]);
  expect(changes.map(({ tempo }) => tempo)).toEqual([60, 99]);
  expect(control.values.tempo).toBe(99);
  expect(lines).toEqual([expect.stringContaining('it is for too far ahead')]);
});

test('a port that is taken is a fault with the way out', async () => {
  const { port, control } = await setUp();
  const { log } = logLines();
  const again = startOsc(control, { port: port.port, log, clock: handClock() });
  const fault = await again.catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Fault);
  expect(describeFault(fault as Fault)).toBe(
    `UDP port ${port.port} of 127.0.0.1 is taken, perhaps by another ghostnote. Hint: "ghostnote tui" shows one that plays; for one more, --osc-port 0 picks a free one`,
  );
});

test('after it is closed nobody is told anything', async () => {
  const { port, control } = await setUp();
  const client = await connect(port);
  client.send('/ghostnote/hello');
  await client.next('/ghostnote/playing');
  opened.splice(opened.indexOf(port), 1);
  await port.close();
  expect(control.subscribers).toBe(0);
  expect(() => control.set('tempo', 80)).not.toThrow();
});

/** Sends what no socket of Node.js can: a datagram that says it comes from port 0 (RFC 768). */
const fromPortZero = `
import socket, struct, sys
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
asks = b'/ghostnote/hello\\0\\0\\0\\0,\\0\\0\\0'
head = struct.pack('!HHHH', 0, int(sys.argv[1]), 8 + len(asks), 0)
raw.sendto(head + asks, ('127.0.0.1', 0))
`;
const mayForge = process.getuid?.() === 0 && findProgram('python3') !== undefined;

test.runIf(mayForge)('a datagram from port 0 is left out, and the next is heard', async () => {
  const { port, control, lines } = await setUp();
  await run('python3', ['-c', fromPortZero, String(port.port)]);
  const client = await connect(port);
  client.send('/ghostnote/tempo', int(91));
  await client.next('/ghostnote/playing');
  expect([control.subscribers, lines]).toEqual([1, []]);
});

const isInstalled = [findProgram('oscsend'), findProgram('oscdump')].every(Boolean);

describe.skipIf(!isInstalled)('with liblo as the peer', () => {
  test('oscsend sets floats, ints, text and buttons', async () => {
    const { port, control, commands } = await setUp();
    const send = (...args: string[]) => run('oscsend', ['127.0.0.1', String(port.port), ...args]);
    const heard = new Promise<void>((resolve) => {
      control.subscribe((message) => {
        if (message.type === 'transport') resolve();
      });
    });
    await send('/ghostnote/temperature', 'f', '0.95');
    await send('/ghostnote/tempo', 'i', '140');
    await send('/ghostnote/seed', 's', '42');
    await send('/ghostnote/stop', 'F');
    await send('/ghostnote/start', 'T');
    await heard;
    expect(control.values).toMatchObject({ temperature: 0.95, tempo: 140, seed: 42 });
    expect(commands).toEqual(['start']);
  });

  test('oscdump, on a port named by oscsend, prints what is played', async () => {
    const { port, control } = await setUp();
    const dumpPort = await freePort();
    const dump = spawn('oscdump', ['-L', String(dumpPort)]);
    onTestFinished(() => void dump.kill('SIGKILL'));
    const note = { pitch: 38, velocity: 64, channel: 10, tick: 3, offset: 0, label: 'snare' };
    await run('oscsend', [
      '127.0.0.1',
      String(port.port),
      '/ghostnote/hello',
      'i',
      String(dumpPort),
    ]);
    // oscdump does not say when it listens: play until it hears.
    const playing = setInterval(() => control.publish({ type: 'note', part: 1, ...note }), 20);
    onTestFinished(() => clearInterval(playing));
    for await (const line of createInterface(dump.stdout)) {
      if (!line.includes('/ghostnote/note')) continue;
      expect(line).toContain('/ghostnote/note iiiisi 38 64 10 3 "snare" 1');
      return;
    }
    throw new Error('oscdump ended without a note');
  });
});

async function freePort(): Promise<number> {
  const probe = createSocket('udp4').bind(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}
