import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import mdns from 'multicast-dns';
import { describe, expect, onTestFinished, test } from 'vitest';
import { announce } from '../../../src/daemon/io/announce.js';
import { lanAddresses, localName } from '../../../src/daemon/io/lan-address.js';
import { logLines } from '../../support/fake-daemon.js';

/** A machine may have no network that carries multicast, or let nobody use the port of mDNS. */
const hasMulticast = await new Promise<boolean>((resolve) => {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  const end = (works: boolean): void => {
    clearTimeout(timer);
    socket.close(() => resolve(works));
  };
  const timer = setTimeout(() => end(false), 2000);
  socket.once('error', () => end(false));
  socket.once('message', () => end(true));
  socket.bind(5353, () => {
    try {
      socket.addMembership('224.0.0.251');
      socket.send('?', 5353, '224.0.0.251');
    } catch {
      end(false);
    }
  });
});

describe.skipIf(!hasMulticast)('on a network with multicast', () => {
  test.each([
    ['_oscjson._tcp.local', 8765],
    ['_osc._udp.local', 9000],
  ])(
    'who asks for %s is told name, address and port, and later that it is gone',
    async (type, port) => {
      const { lines, log } = logLines();
      const end = announce({ http: 8765, osc: 9000 }, log);
      const client = mdns();
      onTestFinished(() => new Promise<void>((resolve) => client.destroy(() => resolve())));
      const answerWith = async (ttl: number) => {
        for (;;) {
          const [packet] = (await once(client, 'response')) as [mdns.ResponsePacket];
          const records = [...(packet.answers ?? []), ...(packet.additionals ?? [])];
          if (
            records.some((each) => each.type === 'PTR' && each.name === type && each.ttl === ttl)
          ) {
            return records;
          }
        }
      };
      client.query(type, 'PTR');
      const records = await answerWith(120);
      const services = records.filter((each) => each.type === 'SRV');
      const ours = services.find(({ name }) => name.endsWith(`.${type}`));
      expect(ours?.data).toMatchObject({ port, target: localName() });
      expect(records.filter(({ type: kind }) => kind === 'A').length).toBe(lanAddresses().length);
      const gone = answerWith(0);
      await end();
      await gone;
      expect(lines).toEqual([]);
    },
  );
});
