import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startHttp } from '../../../src/daemon/io/http.js';
import { packOsc, unpackOsc } from '../../../src/daemon/io/osc.js';
import { fakeDaemon, logLines } from '../../support/fake-daemon.js';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

/** A server, and a client of OSCQuery on real sockets: it has greeted, and heard nothing of our own protocol since. */
async function setUp() {
  const daemon = fakeDaemon();
  const server = await startHttp(daemon.control, {
    port: 0,
    log: logLines().log,
    health: () => ({}),
  });
  opened.push(server);
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`);
  opened.push({ close: () => socket.terminate() });
  await once(socket, 'message'); // hello
  const command = (COMMAND: string, DATA: unknown) =>
    socket.send(JSON.stringify({ COMMAND, DATA }));
  /** The next frame: an OSC message, or text. */
  const next = async () => {
    const [data, isBinary] = (await once(socket, 'message')) as [Buffer, boolean];
    return isBinary ? unpackOsc(data).requests[0]! : data.toString();
  };
  const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);
  return { ...daemon, socket, command, next, get };
}

test('the tree, a node and one attribute of it come by HTTP, as JSON, as they are now', async () => {
  const { get, control } = await setUp();
  const tree = (await (await get('/')).json()) as { CONTENTS: { ghostnote: { CONTENTS: object } } };
  expect(Object.keys(tree.CONTENTS.ghostnote.CONTENTS)).toContain('temperature');
  control.set('temperature', 0.7);
  const response = await get('/ghostnote/temperature?VALUE');
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({ VALUE: [0.7] });
  expect((await get('/ghostnote/nothing')).status).toBe(404);
  expect((await get('/?HOST_INFO')).status).toBe(200);
});

test('what a client listens to it hears as OSC, from anyone, until it ignores it', async () => {
  const { command, next, control } = await setUp();
  command('LISTEN', '/ghostnote/tempo');
  expect(await next()).toEqual({ address: '/ghostnote/tempo', args: [120] });
  control.set('seed', 7);
  control.set('tempo', 90);
  expect(await next()).toEqual({ address: '/ghostnote/tempo', args: [90] });
  command('IGNORE', '/ghostnote/tempo');
  command('LISTEN', '/ghostnote/playing');
  expect(await next()).toEqual({ address: '/ghostnote/playing', args: [0] });
  control.set('tempo', 95);
  control.publish({ type: 'transport', playing: true });
  expect(await next()).toEqual({ address: '/ghostnote/playing', args: [1] });
});

test('a client sets and commands by binary frames, and hears of its own what it became', async () => {
  const { socket, command, next, commands } = await setUp();
  command('LISTEN', '/ghostnote/temperature');
  await next();
  socket.send(packOsc({ address: '/ghostnote/start', args: [] }));
  socket.send(packOsc({ address: '/ghostnote/temperature', args: [{ type: 'f', value: 9 }] }));
  expect(await next()).toEqual({ address: '/ghostnote/temperature', args: [2] });
  expect(commands).toEqual(['start']);
});

test.each([
  ['{"COMMAND":"DANCE","DATA":"/ghostnote/tempo"}', 'DANCE'],
  ['{"COMMAND":{"toString":1},"DATA":"/ghostnote/tempo"}', 'no command an object'],
  ['{"COMMAND":"LISTEN","DATA":7}', 'no OSC address'],
])('%s is answered with what is wrong, and the client stays', async (text, expected) => {
  const { socket, next, command } = await setUp();
  socket.send(text);
  expect(await next()).toContain(expected);
  command('LISTEN', '/ghostnote/tempo');
  expect(await next()).toEqual({ address: '/ghostnote/tempo', args: [120] });
});

test('a value asked for comes back, by the name of its part', async () => {
  const { socket, next } = await setUp();
  socket.send(packOsc({ address: '/ghostnote/part/1/tempo', args: [] }));
  expect(await next()).toContain('no OSC address');
  socket.send(packOsc({ address: '/ghostnote/part/1/level', args: [] }));
  expect(await next()).toEqual({ address: '/ghostnote/level', args: [1] });
});

test('a binary frame that is no OSC packet is told so', async () => {
  const { socket, next } = await setUp();
  socket.send(Buffer.from('{"type":"do","command":"quit"}'));
  expect(await next()).toContain('no OSC packet');
});
