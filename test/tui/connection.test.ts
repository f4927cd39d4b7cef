import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ServerMessage } from '../../src/daemon/core/messages.js';
import { connect, type Connection } from '../../src/tui/connection.js';
import { built } from '../support/built.js';
import { runGhostnote } from '../support/ghostnote.js';
import { drumHello, FakeDaemon, tickMessage } from './fake-daemon.js';

let connection: Connection | undefined;
let daemon: FakeDaemon | undefined;

afterEach(async () => {
  connection?.close();
  await daemon?.kill();
});

/** What a connection reports, in order, each to be awaited. */
function listen(address: string) {
  const events: (ServerMessage | { readonly type: 'lost'; readonly retryMs: number })[] = [];
  let wake = (): void => undefined;
  const add = (event: (typeof events)[number]) => {
    events.push(event);
    wake();
  };
  connection = connect(address, '', {
    message: add,
    lost: (retryMs) => add({ type: 'lost', retryMs }),
    refused: () => undefined,
  });
  return async () => {
    while (events.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return events.shift()!;
  };
}

describe('the connection', () => {
  it('hears the daemon and is heard', async () => {
    daemon = await FakeDaemon.open();
    const next = listen(`127.0.0.1:${daemon.port}`);
    expect(await next()).toEqual(drumHello);
    connection!.send({ type: 'set', name: 'tempo', value: 999 });
    expect(await next()).toEqual({ type: 'values', values: { tempo: 300 } });
    expect(daemon.received).toEqual([{ type: 'set', name: 'tempo', value: 999 }]);
  });

  it('mends itself when the daemon dies and comes back on its port', async () => {
    daemon = await FakeDaemon.open();
    const { port } = daemon;
    const next = listen(`127.0.0.1:${port}`);
    expect((await next()).type).toBe('hello');
    await daemon.kill();
    expect(await next()).toEqual({ type: 'lost', retryMs: 100 });
    daemon = await FakeDaemon.open(port);
    let event = await next();
    while (event.type === 'lost') event = await next();
    expect(event).toEqual(drumHello);
  });

  it('does not try again where it is refused for want of a code', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const asked: (string | undefined)[] = [];
    server.on('upgrade', ({ url }, socket) => {
      asked.push(url);
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    });
    const { port } = server.address() as AddressInfo;
    const lost: number[] = [];
    await new Promise<void>((refused) => {
      connection = connect(`127.0.0.1:${port}`, 'K7Q2MX', {
        message: () => undefined,
        lost: (retryMs) => lost.push(retryMs),
        refused,
      });
    });
    server.close();
    await once(server, 'close');
    expect([asked, lost]).toEqual([['/?code=K7Q2MX'], []]);
  });

  it('that is refused ends the UI, which says whether a code is missing or wrong', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    server.on('upgrade', (_, socket) =>
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n'),
    );
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [missing, wrong] = await Promise.all([
      runGhostnote(['tui', '--connect', address]),
      runGhostnote(['tui', '--connect', address, '--code', 'WRONG1']),
    ]);
    expect([missing.status, wrong.status]).toEqual([1, 1]);
    expect(missing.err).toContain(`${address} asks for its code. Hint: --code `);
    expect(wrong.err).toContain(`WRONG1 is not the code of ${address}. Hint: `);
  });

  it('ends the UI without complaint where who read its lines has gone', async () => {
    daemon = await FakeDaemon.open();
    const main = fileURLToPath(built('src/tui/main.js'));
    const args = [main, '--connect', `127.0.0.1:${daemon.port}`];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    await once(child.stdout, 'close');
    // What it says of this, or of the greeting if that came no sooner, nobody reads.
    daemon.send({ type: 'log', level: 'warn', text: 'a cable went' });
    const [status] = (await once(child, 'close')) as [number];
    expect([status, err]).toEqual([0, '']);
  });

  it('waits longer from try to try, and not forever', async () => {
    const gone = await FakeDaemon.open();
    const { port } = gone;
    await gone.kill();
    const next = listen(`127.0.0.1:${port}`);
    const waits = [];
    for (let tries = 0; tries < 4; tries++) waits.push(await next());
    expect(waits.map((event) => event.type === 'lost' && event.retryMs)).toEqual([
      100, 200, 400, 800,
    ]);
  });

  it('ignores frames that are no messages', async () => {
    daemon = await FakeDaemon.open();
    const next = listen(`127.0.0.1:${daemon.port}`);
    await next();
    daemon.sendText('{', 'null', '7', '"hello"', '{}');
    daemon.send(tickMessage(3));
    expect(await next()).toEqual(tickMessage(3));
  });

  it('drops what is sent while it is down', () => {
    listen('127.0.0.1:1');
    expect(() => connection!.send({ type: 'do', command: 'panic' })).not.toThrow();
  });
});
