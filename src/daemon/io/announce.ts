import mdns = require('multicast-dns');
import type { Log } from '../core/log.js';
import { lanAddresses, localName } from './lan-address.js';

export interface Announced {
  readonly http: number;
  readonly osc: number;
}

type Record = NonNullable<mdns.ResponseOutgoingPacket['additionals']>[number];

/**
 * Tells the network where OSCQuery and OSC are (RFC 6762 and 6763: `_oscjson._tcp`, `_osc._udp`), so that
 * clients find them by themselves. The name holds machine and port, and so is no other's; it is not
 * probed for. What goes wrong is one line in the log. Gives what ends it, with a good-bye.
 */
export function announce(ports: Announced, log: Log): () => Promise<void> {
  const socket = mdns();
  let warned = false;
  const warn = (error: Error): void => {
    if (!warned) log('warn', `not announced in the network (mDNS): ${error.message}`);
    warned = true;
  };
  socket.on('error', warn);
  socket.on('warning', warn);
  socket.on('ready', () => socket.respond(recordsOf(ports, ttl)));
  socket.on('query', ({ questions = [] }) => {
    const records = recordsOf(ports, ttl);
    const isAsked = ({ name, type }: Record): boolean =>
      questions.some(
        (question) =>
          question.name.toLowerCase() === name.toLowerCase() &&
          [type, 'ANY'].includes(question.type),
      );
    const answers = records.filter(isAsked);
    if (answers.length === 0) return;
    socket.respond({ answers, additionals: records.filter((record) => !answers.includes(record)) });
  });
  return () =>
    new Promise((resolve) => {
      socket.respond(recordsOf(ports, 0), () => socket.destroy(() => resolve()));
    });
}

/** Seconds that others may remember it (RFC 6762, section 10). */
const ttl = 120;

function recordsOf({ http, osc }: Announced, seconds: number): Record[] {
  const machine = localName();
  const instance = `ghostnote ${machine.replace(/\.local$/, '')} ${http}`;
  const services = [
    { type: '_oscjson._tcp.local', port: http },
    { type: '_osc._udp.local', port: osc },
  ];
  return [
    ...services.flatMap(({ type, port }): Record[] => {
      const name = `${instance}.${type}`;
      return [
        { type: 'PTR', name: type, ttl: seconds, data: name },
        { type: 'PTR', name: '_services._dns-sd._udp.local', ttl: seconds, data: type },
        { type: 'SRV', name, ttl: seconds, data: { port, target: machine } },
        { type: 'TXT', name, ttl: seconds, data: ['txtvers=1'] },
      ];
    }),
    ...lanAddresses().map((data): Record => ({ type: 'A', name: machine, ttl: seconds, data })),
  ];
}
