import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { packOsc } from '../../../src/daemon/io/osc.js';
import { serveWebSocket } from '../../../src/daemon/io/web-socket.js';
import { fakeDaemon, logLines } from '../../support/fake-daemon.js';
import { connectSocket } from '../../support/socket-client.js';
import { until } from '../../support/until.js';

const opened: { close(): void }[] = [];
afterEach(() => opened.splice(0).forEach((each) => each.close()));

async function setUp() {
  const daemon = fakeDaemon();
  const { lines, log } = logLines();
  const clients = serveWebSocket(daemon.control, log);
  const server = createServer().listen(0, '127.0.0.1');
  server.on('upgrade', (request, socket, head) => clients.upgrade(request, socket, head, true));
  await once(server, 'listening');
  opened.push({
    close: () => {
      clients.close();
      server.close();
    },
  });
  return { ...daemon, lines, clients, port: (server.address() as AddressInfo).port };
}

test('a client is greeted, sets values and gives commands, and hears of both', async () => {
  const { control, commands, port } = await setUp();
  const [one, two] = [await connectSocket(port), await connectSocket(port)];
  expect(await one.next('hello')).toEqual(JSON.parse(JSON.stringify(control.hello())));
  await two.next('hello');
  one.send({ type: 'set', name: 'tempo', value: 1000 });
  one.send({ type: 'do', command: 'start' });
  for (const client of [one, two]) {
    expect((await client.next('values')).values).toEqual({ tempo: 300 });
    expect((await client.next('transport')).playing).toBe(true);
  }
  expect(commands).toEqual(['start']);
});

test('what a client says wrong is told to it alone, and it stays connected', async () => {
  const { port, lines } = await setUp();
  const [one, two] = [await connectSocket(port), await connectSocket(port)];
  await one.next('hello');
  await two.next('hello');
  for (const [wrong, expected] of [
    ['{', 'the message is not JSON'],
    [{ type: 'sing' }, 'there is no message type "sing"'],
    [{ type: 'set', name: 'tempo', value: 'fast' }, 'tempo cannot be "fast"'],
  ] as const) {
    one.send(wrong);
    const { level, text } = await one.next('log');
    expect(level).toBe('error');
    expect(text).toContain(expected);
  }
  one.socket.send(Buffer.from('{"type":"do","command":"quit"}'));
  expect((await one.next('log')).text).toContain('no OSC packet');
  one.send({ type: 'set', name: 'tempo', value: 99 });
  expect((await one.next('values')).values).toEqual({ tempo: 99 });
  two.send('x');
  expect((await two.next('values')).values).toEqual({ tempo: 99 });
  expect(lines).toEqual([]);
});

test('a mistake of ours on the way is told and logged, and ends nothing', async () => {
  const { control, port, lines } = await setUp();
  const client = await connectSocket(port);
  vi.spyOn(control, 'set').mockImplementation(() => {
    throw new TypeError('a bug');
  });
  client.send({ type: 'set', name: 'tempo', value: 99 });
  expect((await client.next('log')).text).toContain('TypeError: a bug');
  client.socket.send(packOsc({ address: '/ghostnote/tempo', args: [{ type: 'i', value: 9 }] }));
  expect((await client.next('log')).text).toContain('TypeError: a bug');
  expect(lines).toEqual([expect.stringMatching(/^error .*TypeError: a bug/s)]);
});

test('a message that is too long ends its client alone', async () => {
  const { control, port, lines } = await setUp();
  const [long, other] = [await connectSocket(port), await connectSocket(port)];
  await other.next('hello');
  long.send(JSON.stringify({ type: 'x'.repeat(10_000) }));
  const [code] = (await once(long.socket, 'close')) as [number];
  expect(code).toBe(1009);
  expect(lines).toEqual([expect.stringContaining('Max payload size exceeded')]);
  control.set('tempo', 90);
  expect((await other.next('values')).values).toEqual({ tempo: 90 });
});

test('a client that does not read is dropped, and the others hear on', async () => {
  const { control, port, lines } = await setUp();
  const deaf = connect(port, '127.0.0.1');
  deaf.write(
    'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(deaf, 'readable');
  deaf.on('error', () => undefined);
  const other = await connectSocket(port);
  const text = 'x'.repeat(100_000);
  for (let sent = 0; lines.length === 0 && sent < 1000; sent++) {
    control.publish({ type: 'log', level: 'info', text });
    await other.next('log');
  }
  expect(lines).toEqual(['warn a WebSocket client was dropped: it does not read what it is sent']);
  expect(control.subscribers).toBe(1);
  deaf.destroy();
});

test('a client that does not answer is dropped, and one that does is not', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { control, port, lines } = await setUp();
  const [silent, lively] = [await connectSocket(port), await connectSocket(port)];
  silent.socket.pause();
  for (let beats = 0; lines.length === 0 && beats < 3; beats++) {
    const answered = once(lively.socket, 'ping');
    vi.advanceTimersByTime(15_000);
    await answered;
    // What the lively one says after its pong, the pong has come before.
    lively.send({ type: 'set', name: 'tempo', value: 100 + beats });
    await lively.next('values');
  }
  expect(lines).toEqual(['warn a WebSocket client was dropped: it has gone silent']);
  await until(() => control.subscribers === 1);
});

test('one client too many is turned away, and many more are one line', async () => {
  const { control, port, lines } = await setUp();
  const clients = [];
  for (let i = 0; i < 64; i++) clients.push(await connectSocket(port));
  for (let extra = 0; extra < 20; extra++) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('503');
  }
  expect(control.subscribers).toBe(64);
  expect(lines).toHaveLength(1);
  clients[0]!.socket.close();
  await until(() => control.subscribers === 63);
  await connectSocket(port);
  expect(control.subscribers).toBe(64);
});

test('a client that leaves is forgotten', async () => {
  const { control, clients, port } = await setUp();
  const leaver = await connectSocket(port);
  expect(control.subscribers).toBe(1);
  leaver.socket.close();
  await until(() => control.subscribers === 0);
  const stayer = await connectSocket(port);
  clients.close();
  await once(stayer.socket, 'close');
  await until(() => control.subscribers === 0);
});
