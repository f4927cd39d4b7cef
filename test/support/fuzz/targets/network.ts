import { parseOsc } from '../../../../src/daemon/core/osc-addresses.js';
import { doPacket } from '../../../../src/daemon/core/osc-packet.js';
import { obeyMessage } from '../../../../src/daemon/core/obey-message.js';
import { type HttpServer, startHttp } from '../../../../src/daemon/io/http.js';
import { packOsc, unpackOsc } from '../../../../src/daemon/io/osc.js';
import { fakeDaemon } from '../../fake-daemon.js';
import { knock } from '../knock.js';
import { bytesOf, type FuzzTarget, textOf } from '../target.js';

const { control } = fakeDaemon();
const health = (): object => ({ status: 'ok' });
let server: HttpServer | undefined;
const upgrade = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** What anybody may send. */
export const network: readonly FuzzTarget[] = [
  {
    name: 'osc',
    seeds: [
      packOsc({ address: '/ghostnote/tempo', args: [{ type: 'f', value: 120 }] }),
      packOsc({ address: '/ghostnote/t*', args: [{ type: 's', value: 'x' }] }),
      packOsc({ address: '/ghostnote/{seed,mode}', args: [{ type: 'i', value: 7 }] }),
      bytesOf('#bundle\0\0\0\0\0\0\0\0\x01\0\0\0\x18/ghostnote/start\0\0\0\0,\0\0\0'),
    ],
    take: (bytes) => {
      doPacket(unpackOsc(bytes).requests, 3, parseOsc, (error) => {
        throw error;
      });
    },
    expects: (error) => error instanceof Error && error.constructor === Error,
  },
  {
    name: 'web-socket',
    seeds: [
      bytesOf('{"type":"set","name":"tempo","value":120}'),
      bytesOf('{"type":"set","name":"mode","value":"trade"}'),
      bytesOf('{"type":"do","command":"start"}'),
    ],
    take: (bytes) => obeyMessage(control, textOf(bytes)),
  },
  {
    name: 'http',
    oneIn: 10, // a connection each
    seeds: [
      request('/'),
      request('/health', 'Accept: */*', 'Cookie: a=b; ghostnote=00.00'),
      request('/?code=ABCDEF'),
      request('/ghostnote/tempo?VALUE'),
      request('/', ...upgrade),
      // A masked frame of text comes right behind, as from a client that does not wait.
      join(request('/', ...upgrade), Uint8Array.of(0x81, 0x82, 1, 2, 3, 4, 0x7a, 0x7f)),
    ],
    take: async (bytes) => {
      server ??= await startHttp(control, { port: 0, log: () => undefined, health });
      await knock(server.port, bytes);
    },
    close: async () => server?.close(),
  },
];

function request(path: string, ...more: readonly string[]): Uint8Array {
  return bytesOf([`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...more, '', ''].join('\r\n'));
}

function join(head: Uint8Array, tail: Uint8Array): Uint8Array {
  return Uint8Array.of(...head, ...tail);
}
