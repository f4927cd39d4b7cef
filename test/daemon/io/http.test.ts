import { readdirSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { type HttpServer, startHttp } from '../../../src/daemon/io/http.js';
import { pageModules, readPageFiles } from '../../../src/daemon/io/page-files.js';
import { describeFault, Fault } from '../../../src/model/fault.js';
import { fakeDaemon, logLines } from '../../support/fake-daemon.js';
import { connectSocket } from '../../support/socket-client.js';

const opened: HttpServer[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function setUp() {
  const daemon = fakeDaemon();
  const { lines, log } = logLines();
  const health = () => ({ ok: true, notes: 3 });
  const server = await startHttp(daemon.control, { port: 0, log, health });
  opened.push(server);
  return { ...daemon, lines, server };
}

/** A connection that its peer, once it is made, does not close. */
function hold({ port }: HttpServer): Socket {
  const peer = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  peer.on('error', () => undefined);
  onTestFinished(() => void peer.destroy());
  return peer;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** By node:http, which sends a path and headers as they are given, where fetch would mend them. */
async function ask(
  { port }: HttpServer,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  localAddress = '127.0.0.1',
): Promise<Answer> {
  const host = '127.0.0.1';
  const asked = request({ host, port, path, headers, method, localAddress, agent: false });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, headers: response.headers, body };
}

test('every file of the page is served with its type, and they are all of src/web', async () => {
  const { server } = await setUp();
  for (const [path, file] of readPageFiles()) {
    const { status, headers, body } = await ask(server, path, { accept: 'text/html,*/*' });
    expect([status, headers['content-type'], body]).toEqual([200, file.type, String(file.body)]);
  }
  const sources = readdirSync('src/web').filter((name) => name.endsWith('.ts'));
  expect(sources.map((name) => name.slice(0, -3)).toSorted()).toEqual([...pageModules].toSorted());
});

test('the page loads nothing that is not served with it', () => {
  const files = readPageFiles();
  for (const [path, { body }] of files) {
    const text = String(body);
    const links = [
      ...text.matchAll(/(?:src|href)="(\/[^"]*)"/g),
      ...text.matchAll(/from '(\.[^']+)'/g),
    ].map(([, link]) => new URL(link!, `http://page${path}`).pathname);
    for (const link of links) expect([path, link, files.has(link)]).toEqual([path, link, true]);
    expect(text).not.toMatch(/(src|href)="https?:/);
  }
});

test('health is told as it is now', async () => {
  const { server } = await setUp();
  const { status, body } = await ask(server, '/health');
  expect([status, JSON.parse(body)]).toEqual([200, { ok: true, notes: 3 }]);
});

describe('nothing else is served', () => {
  test.each([
    '/package.json',
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '//etc/passwd',
    '/style.css/../../../package.json',
    '/main.ts',
    '/index.html%00',
    '/constructor',
    '/__proto__',
  ])('%s', async (path) => {
    const { server } = await setUp();
    expect((await ask(server, path)).status).toBe(404);
  });

  test('by any method but GET and HEAD', async () => {
    const { server } = await setUp();
    expect((await ask(server, '/', {}, 'POST')).status).toBe(405);
    const head = await ask(server, '/', {}, 'HEAD');
    expect([head.status, head.body]).toEqual([200, '']);
  });
});

describe("another site's page is refused", () => {
  test.each([
    { host: 'evil.example' },
    { host: 'evil.example:8765' },
    { host: '127.0.0.1', origin: 'http://evil.example' },
  ])('%j, in HTTP', async (headers) => {
    const { server } = await setUp();
    expect((await ask(server, '/', headers)).status).toBe(403);
  });

  test.each([{ host: 'evil.example' }, { origin: 'http://evil.example' }, { origin: 'null' }])(
    '%j, in WebSocket',
    async (headers) => {
      const { server, control } = await setUp();
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`, { headers });
      const [error] = (await once(socket, 'error')) as [Error];
      expect(error.message).toContain('403');
      expect(control.subscribers).toBe(0);
    },
  );
});

test("no other site's page may show this one in a frame of its own", async () => {
  const { server } = await setUp();
  const { headers } = await ask(server, '/', { accept: 'text/html' });
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
});

test('one who would rather speak HTTP/2 is answered', async () => {
  const { server } = await setUp();
  const upgrade = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': '' };
  const { status, headers, body } = await ask(server, '/health', upgrade);
  expect([status, headers.connection, JSON.parse(body)]).toEqual([
    200,
    'close',
    { ok: true, notes: 3 },
  ]);
});

test('a stranger who is refused and never closes holds no connection', async () => {
  const { server } = await setUp();
  for (let times = 0; times < 300; times++) {
    const peer = hold(server);
    peer.write(
      'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    const [answer] = (await once(peer, 'data')) as [Buffer];
    expect(answer.toString()).toContain('403');
  }
  expect((await ask(server, '/health')).status).toBe(200);
});

// Other systems have no second address of their own unless they are given one.
test.runIf(process.platform === 'linux')('one address leaves room for the others', async () => {
  const { server } = await setUp();
  const peers = Array.from({ length: 300 }, () => hold(server));
  for (const peer of peers) if (peer.connecting) await once(peer, 'connect');
  expect((await ask(server, '/health', {}, 'GET', '127.0.0.2')).status).toBe(200);
});

test('a WebSocket client and the page share the port', async () => {
  const { server, control } = await setUp();
  const client = await connectSocket(server.port);
  expect((await client.next('hello')).protocol).toBe(1);
  expect(control.subscribers).toBe(1);
});

test('a peer that speaks no HTTP, or goes away in the middle, does no harm', async () => {
  const { server, lines } = await setUp();
  for (const text of ['\x16\x03\x01\x02\x00', 'GET / HTTP/1.1\r\nUpgrade: websocket\r\n']) {
    const peer = connect(server.port, '127.0.0.1');
    peer.on('error', () => undefined);
    await once(peer, 'connect');
    peer.write(text);
    peer.resetAndDestroy();
  }
  expect((await ask(server, '/health')).status).toBe(200);
  expect(lines).toEqual([]);
});

test('a port that is taken is a fault with the way out', async () => {
  const { server, control } = await setUp();
  const options = { port: server.port, log: logLines().log, health: () => ({}) };
  const fault = await startHttp(control, options).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Fault);
  expect(describeFault(fault as Fault)).toBe(
    `TCP port ${server.port} of 127.0.0.1 is taken, perhaps by another ghostnote. Hint: "ghostnote tui" shows one that plays; for one more, --http-port 0 picks a free one`,
  );
});

test('closing ends every connection', async () => {
  const { server } = await setUp();
  const client = await connectSocket(server.port);
  const closed = once(client.socket, 'close');
  opened.length = 0;
  await server.close();
  await closed;
  await expect(ask(server, '/')).rejects.toThrow('ECONNREFUSED');
});
