import { expandOsc, parseOsc } from '../../../../src/daemon/core/osc-addresses.js';
import { obeyMessage } from '../../../../src/daemon/core/obey-message.js';
import { packOsc, unpackOsc } from '../../../../src/daemon/io/osc.js';
import { fakeDaemon } from '../../fake-daemon.js';
import { bytesOf, type FuzzTarget, textOf } from '../target.js';

const { control } = fakeDaemon();

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
      for (const request of unpackOsc(bytes).requests) expandOsc(request, 3).map(parseOsc);
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
];
