import { expect, test } from 'vitest';
import { LinkNode } from '../../../../src/daemon/core/link/link-node.js';

test('the time of a session is asked of who founded it, where that one is there', () => {
  const asked: number[] = [];
  let now = 1_000_000;
  const node = new LinkNode(
    { bpm: 120, now },
    () => '7000000000000000',
    {
      tellAll: () => undefined,
      tell: (message, from) => {
        if (message.type !== 'ping' || asked.push(from.port) > 60) return;
        now += 1000;
        const pong = { ...message, type: 'pong', session, ghostTime: now + 1e9 } as const;
        node.hear(pong, from, now);
      },
    },
    () => undefined,
  );
  const timeline = { microsPerBeat: 500_000, microBeatOrigin: 0, timeOrigin: 0 };
  const session = '1111111111111111';
  for (const [id, port] of [
    ['2222222222222222', 2],
    [session, 1],
    ['3333333333333333', 3],
  ] as const) {
    const endpoint = { address: '10.0.0.9', port };
    const basics = { type: 'response', ttl: 5, timeline, startStop: undefined } as const;
    node.hear({ ...basics, node: id, session, endpoint }, endpoint, now);
    node.advance(now);
  }
  expect([node.state.peers, new Set(asked)]).toEqual([3, new Set([2])]);
  node.wake(now);
  node.advance(now);
  expect(asked.at(-1)).toBe(1);
});
