import { expect, test } from 'vitest';
import type { OscRequest } from '../../../src/daemon/core/osc-addresses.js';
import { doPacket, mostRequests } from '../../../src/daemon/core/osc-packet.js';

/** What a packet comes to for sixteen parts, and why the rest of it is refused. */
function packetOf(...addresses: string[]) {
  const done: string[] = [];
  const refused: string[] = [];
  const requests = addresses.map((address) => ({ address, args: [] }));
  const act = ({ address }: OscRequest) => void done.push(address);
  doPacket(requests, 16, act, (error) => refused.push((error as Error).message));
  return { done, refused };
}

test('a pattern is every address that it matches, in its place among the others', () => {
  const { done, refused } = packetOf('/ghostnote/stop', '/ghostnote/top-{p,k}', '/ghostnote/start');
  expect(done).toEqual(['stop', 'top-p', 'top-k', 'start'].map((name) => `/ghostnote/${name}`));
  expect(refused).toEqual([]);
});

test('a request that cannot be done is refused alone', () => {
  const { done, refused } = packetOf('/ghostnote/x*', '/ghostnote/tempo');
  expect(done).toEqual(['/ghostnote/tempo']);
  expect(refused).toEqual(["no setting's address is /ghostnote/x*"]);
});

test.each(['/ghostnote/part/*/*', '/ghostnote/tempo'])(
  'a packet full of %s does no more than its limit, and says so once',
  (address) => {
    const { done, refused } = packetOf(...Array<string>(2700).fill(address));
    expect(done.length).toBeGreaterThan(mostRequests / 2);
    expect(done.length).toBeLessThanOrEqual(mostRequests);
    expect(refused).toEqual([expect.stringContaining('more than 1000 requests')]);
  },
);

test('of a packet full of patterns that match nothing no more are tried', () => {
  const { refused } = packetOf(...Array<string>(2700).fill('/ghostnote/x*'));
  expect(refused).toHaveLength(mostRequests + 2);
});
