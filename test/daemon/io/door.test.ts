import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { guessesAtOnce, guessInterval } from '../../../src/daemon/core/guess-limit.js';
import { parseAllowList } from '../../../src/daemon/io/allow-list.js';
import { Door } from '../../../src/daemon/io/door.js';
import { startHttp } from '../../../src/daemon/io/http.js';
import { packOsc } from '../../../src/daemon/io/osc.js';
import { startOsc } from '../../../src/daemon/io/osc-port.js';
import { newPairing, newToken } from '../../../src/daemon/io/pairing.js';
import { fakeDaemon, handClock, logLines } from '../../support/fake-daemon.js';
import { lanAddress } from '../../support/lan.js';
import { until } from '../../support/until.js';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A daemon's sockets on every address of this machine, and what reaches them by the network's. */
async function setUp(allow = '') {
  const daemon = fakeDaemon();
  const clock = handClock();
  const { lines, log } = logLines();
  const pairing = newPairing();
  const door = new Door({ pairing, allow: parseAllowList(allow), clock });
  const network = { host: '0.0.0.0', door };
  const http = await startHttp(daemon.control, { port: 0, log, health: () => ({}), network });
  const osc = await startOsc(daemon.control, { port: 0, log, clock, network });
  const udp = createSocket('udp4');
  opened.push(http, osc, { close: () => udp.close() });

  const ask = async (path: string, headers: Record<string, string> = {}, host = lanAddress) => {
    const wants = { accept: 'text/html', ...headers };
    const asked = request({ host, port: http.port, path, headers: wants, agent: false });
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    let body = '';
    for await (const chunk of response) body += String(chunk);
    const [cookie] = response.headers['set-cookie'] ?? [];
    return { status: response.statusCode, body, location: response.headers.location, cookie };
  };
  /** Whether a WebSocket client gets in. */
  const connects = async (path: string, headers: Record<string, string> = {}) => {
    const socket = new WebSocket(`ws://${lanAddress}:${http.port}${path}`, { headers });
    opened.push({ close: () => socket.terminate() });
    return new Promise<boolean>((resolve) => {
      socket.once('open', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
  };
  const sendOsc = (address: string) =>
    udp.send(packOsc({ address, args: [] }), osc.port, lanAddress);
  return { ...daemon, clock, lines, pairing, ask, connects, sendOsc };
}

describe.skipIf(lanAddress === undefined)('on the network', () => {
  test('a stranger gets the page that asks for the code, what that is made of, and nothing else', async () => {
    const { ask, connects, control } = await setUp();
    const { status, body } = await ask('/');
    expect([status, body]).toEqual([401, expect.stringContaining('name="code"')]);
    for (const path of ['/main.js', '/health', '/pair.html', '/ghostnote']) {
      expect([path, (await ask(path)).status]).toEqual([path, 401]);
    }
    for (const path of ['/style.css', '/icon.png']) expect((await ask(path)).status).toBe(200);
    expect(await connects('/')).toBe(false);
    expect(control.subscribers).toBe(0);
  });

  test('the code gives a cookie, the cookie gives page and WebSocket, and the address is clean', async () => {
    const { ask, connects, pairing } = await setUp();
    const paired = await ask(`/?code=${pairing.code.toLowerCase()}`);
    expect(paired).toMatchObject({ status: 303, location: '/' });
    expect(paired.cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
    const cookie = `other=1; ${paired.cookie!.replace(/;.*/, '')}`;
    expect((await ask('/', { cookie })).body).toContain('id="roll"');
    expect(await connects('/', { cookie })).toBe(true);
    expect(await connects('/', { cookie, origin: 'http://evil.example' })).toBe(false);
    expect(await connects(`/?code=${pairing.code}`)).toBe(true);
  });

  test('a cookie is good after the daemon starts anew with the pairing it kept, and a forged one is not', async () => {
    const { ask, pairing } = await setUp();
    const at = async (token: string) => (await ask('/', { cookie: `ghostnote=${token}` })).status;
    expect(await at(newToken(pairing))).toBe(200);
    expect(await at(newToken(newPairing()))).toBe(401);
  });

  test('guesses run out, for the right code too, and come back in time', async () => {
    const { ask, clock, pairing } = await setUp();
    for (let guess = 0; guess < guessesAtOnce; guess++) {
      const wrong = await ask('/?code=WRONG2');
      expect([wrong.status, wrong.body]).toEqual([401, expect.stringContaining('not the code')]);
    }
    expect((await ask(`/?code=${pairing.code}`)).status).toBe(429);
    clock.advance(guessInterval);
    expect((await ask(`/?code=${pairing.code}`)).status).toBe(303);
  });

  test('this machine needs no code at 127.0.0.1, and does at the address that others have for it', async () => {
    const { ask } = await setUp();
    expect((await ask('/', {}, '127.0.0.1')).status).toBe(200);
    expect((await ask('/')).status).toBe(401);
  });

  test('OSC is left out until its device has paired, and a line says how', async () => {
    const { ask, sendOsc, commands, lines, pairing } = await setUp();
    sendOsc('/ghostnote/stop');
    await until(() => lines.length > 0);
    expect(lines[0]).toMatch(/has not paired.*--osc-allow.*on this machine send to 127\.0\.0\.1/);
    await ask(`/?code=${pairing.code}`);
    sendOsc('/ghostnote/start');
    await until(() => commands.length > 0);
    expect(commands).toEqual(['start']);
  });

  test('OSC and OSCQuery are for an address on the list, and the page is not', async () => {
    const { sendOsc, commands, ask, connects, control } = await setUp(`${lanAddress}/30`);
    expect((await ask('/ghostnote/tempo?VALUE')).body).toBe('{"VALUE":[120]}');
    expect((await ask('/')).status).toBe(401);
    expect(await connects('/')).toBe(true);
    expect(control.subscribers).toBe(1);
    sendOsc('/ghostnote/start');
    await until(() => commands.length > 0);
    expect(commands).toEqual(['start']);
  });
});

test('without a pairing the door is for this machine alone', () => {
  const door = new Door({ clock: handClock() });
  const from = (remoteAddress: string) =>
    door.judge({ socket: { remoteAddress }, headers: {}, url: '/?code=' }).kind;
  expect([from('127.0.0.1'), from('10.0.0.1')]).toEqual(['welcome', 'stranger']);
  expect([door.allowsOsc('127.0.0.1'), door.allowsOsc('10.0.0.1')]).toEqual([true, false]);
});
