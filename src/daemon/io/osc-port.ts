import { createSocket, type Socket } from 'node:dgram';
import { messageOf } from '../../model/fault.js';
import type { Clock } from '../core/clock.js';
import type { Control } from '../core/control.js';
import { type Log, sparing } from '../core/log.js';
import { type Endpoint, OscPeers, type OscSend } from '../core/osc-peers.js';
import { Agenda } from './agenda.js';
import { listenUdp } from './listen.js';
import { loopback, type Network } from './network.js';
import { type OscPacket, packOsc, unpackOsc } from './osc.js';

export interface OscOptions {
  /** UDP port; 0 picks a free one. */
  readonly port: number;
  /** Address to listen on, and who may speak; this machine alone unless given. */
  readonly network?: Pick<Network, 'host' | 'door'>;
  readonly log: Log;
  readonly clock: Clock;
}

export interface OscPort {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Takes OSC from any client and answers each at the address and port it speaks from (`docs/osc.md`).
 * The socket is our own, so that every fault is seen. Fault PORT_TAKEN where it cannot listen.
 */
export async function startOsc(control: Control, options: OscOptions): Promise<OscPort> {
  const { clock } = options;
  const { host, door } = options.network ?? loopback;
  const log = sparing(options.log, clock);
  const socket = createSocket('udp4');
  const port = await listenUdp(socket, options.port, host);
  const peers = new OscPeers(control, clock, sendThrough(socket, log), log);
  const agenda = new Agenda(mostWaiting);

  /** At its time means now, not when other changes have been gathered. */
  const performOnTime = ({ requests }: OscPacket, from: Endpoint): void => {
    peers.hear(from, requests);
    control.apply();
  };
  const performWhenDue = (packet: OscPacket, from: Endpoint): void => {
    const { due, requests } = packet;
    const now = Date.now();
    if (due <= now) peers.hear(from, requests);
    else if (due > now + farthestMs || !agenda.at(due, () => performOnTime(packet, from)))
      log('warn', `OSC bundle of ${from.address}:${from.port} left out: it is for too far ahead`);
  };
  socket.on('message', (bytes, from) => {
    // Forged: nobody can be answered there, and Node.js throws at whoever tries.
    if (from.port === 0) return;
    if (!door.allowsOsc(from.address)) {
      const hint = `open the page there, or start with --osc-allow ${from.address}; on this machine send to 127.0.0.1`;
      log('warn', `OSC of ${from.address} left out: it has not paired. Hint: ${hint}`);
      return;
    }
    const packet = unpackOrLog(bytes, from, log);
    if (packet !== undefined) performWhenDue(packet, from);
  });
  socket.on('error', (error) => log('warn', `OSC socket: ${error.message}`));

  return {
    port,
    close: () => {
      agenda.close();
      peers.close();
      return new Promise((resolve) => socket.close(() => resolve()));
    },
  };
}

/** A bundle may be sent ahead of its time by so much; a later one more likely has a wrong clock. */
const farthestMs = 10_000;
const mostWaiting = 256;

function sendThrough(socket: Socket, log: Log): OscSend {
  return (to, message) =>
    socket.send(packOsc(message), to.port, to.address, (error) => {
      if (error !== null) log('warn', `OSC to ${to.address}:${to.port}: ${error.message}`);
    });
}

function unpackOrLog(bytes: Uint8Array, from: Endpoint, log: Log): OscPacket | undefined {
  try {
    return unpackOsc(bytes);
  } catch (error) {
    log('warn', `OSC packet of ${from.address}:${from.port} left out: ${messageOf(error)}`);
    return undefined;
  }
}
