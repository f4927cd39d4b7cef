import { expect, test } from 'vitest';
import { pushRecall, recallFields, Recalls } from '../../../src/daemon/threads/recall-record.js';
import { Ring } from '../../../src/daemon/threads/ring.js';
import type { Recall } from '../../../src/model/plan-source.js';

function recallOf(token: string, length: number): Recall {
  const notes = [{ pitch: 36, velocity: 99, offset: -0.25 }];
  const ticks = Array.from({ length }, (_, tick) => ({ token: `${token}${tick}`, notes }));
  return { ticks, ticksPerBar: 16, manner: { tempo: 97.5, style: 3 } };
}

const ringOf = (records: number) => new Ring(Ring.allocate(recallFields, records), recallFields);

test('recalls come as they were sent, each once, in whichever order they are asked for', () => {
  const ring = ringOf(16);
  const recalls = new Recalls(ring);
  const sent = [recallOf('a', 4), recallOf('b', 1), recallOf('c', 7)];
  for (const [id, recall] of sent.entries()) expect(pushRecall(ring, id, recall)).toBe(true);
  expect([1, 2, 0].map((id) => recalls.take(id))).toEqual([sent[1], sent[2], sent[0]]);
  expect(recalls.take(1)).toBeUndefined();
});

test('one that has no room is not sent, not even in part', () => {
  const ring = ringOf(8);
  expect(pushRecall(ring, 1, recallOf('a', 5))).toBe(true);
  expect(pushRecall(ring, 2, recallOf('b', 4))).toBe(false);
  const recalls = new Recalls(ring);
  expect([recalls.take(2), recalls.take(1)]).toEqual([undefined, recallOf('a', 5)]);
});
