import { describe, expect, test } from 'vitest';
import { LinkNode } from '../../../../src/daemon/core/link/link-node.js';

test('a peer is forgotten a second after the time that it asked for', () => {
  const node = new LinkNode(
    { bpm: 120, now: 0 },
    () => '7000000000000000',
    { tellAll: () => undefined, tell: () => undefined },
    () => undefined,
  );
  const timeline = { microsPerBeat: 500_000, microBeatOrigin: 0, timeOrigin: 0 };
  const ids = { node: '1111111111111111', session: '7000000000000000' };
  const basics = { type: 'alive', ttl: 2, timeline, startStop: undefined } as const;
  const from = { address: '10.0.0.9', port: 20808 };
  node.hear({ ...basics, ...ids, endpoint: undefined }, from, 0);
  for (const [now, peers] of [
    [0, 1],
    [2_999_999, 1],
    [3_000_000, 0],
  ] as const) {
    node.advance(now);
    expect(node.state.peers).toBe(peers);
  }
});

describe('strangers', () => {
  /** A node, what it was told of ten thousand that somebody makes up, and a friend. */
  function flood(hello: (id: string) => { node: string; session: string }) {
    const own = '7000000000000000';
    const pings = new Set<number>();
    let answers = 0;
    const from = { address: '10.0.0.9', port: 20808 };
    const node = new LinkNode(
      { bpm: 120, now: 0 },
      () => own,
      {
        tellAll: () => undefined,
        tell: ({ type }, { port }) => {
          if (type === 'ping') pings.add(port);
          else answers += 1;
        },
      },
      () => undefined,
    );
    const timeline = { microsPerBeat: 500_000, microBeatOrigin: 0, timeOrigin: 0 };
    const say = (port: number, ids: { node: string; session: string }): void => {
      const endpoint = { ...from, port };
      const basics = { type: 'alive', ttl: 5, timeline, startStop: undefined } as const;
      node.hear({ ...basics, ...ids, endpoint }, from, 1000);
      node.advance(1000);
    };
    say(1, { node: '1111111111111111', session: own });
    for (let at = 1000; at < 11_000; at += 1) say(at, hello(at.toString(16).padStart(16, '0')));
    say(1, { node: '1111111111111111', session: own });
    return { node, pings, answers };
  }
  const own = '7000000000000000';

  test('at port 0 get no answer: there is none that could be sent', () => {
    const told: unknown[] = [];
    const node = new LinkNode(
      { bpm: 120, now: 0 },
      () => own,
      { tellAll: () => undefined, tell: (...what) => told.push(what) },
      () => undefined,
    );
    const from = { address: '10.0.0.9', port: 0 };
    node.hear({ type: 'ping', hostTime: 1, ghostBefore: undefined }, from, 1);
    expect(told).toEqual([]);
    node.hear({ type: 'ping', hostTime: 1, ghostBefore: undefined }, { ...from, port: 1 }, 1);
    expect(told).toHaveLength(1);
  });

  test('who make up members of the session are not all known', () => {
    const { node, answers } = flood((id) => ({ node: id, session: own }));
    expect(node.state.peers).toBe(200);
    expect(answers).toBe(201);
  });

  test('who make up sessions are not all measured', () => {
    expect(flood((id) => ({ node: id, session: id })).pings.size).toBeLessThan(100);
    expect(flood((id) => ({ node: own.replace('7', '8'), session: id })).pings.size).toBeLessThan(
      100,
    );
  });
});
