import { expect, test } from 'vitest';
import type { TakeRequest } from '../../../src/daemon/core/conductor-output.js';
import { TakeSource } from '../../../src/daemon/core/take-source.js';
import type { Recall } from '../../../src/model/plan-source.js';
import { controls, silent } from '../../support/rig.js';

const nobody = { heard: null, held: false, played: null, armed: false, part: 0, controls };

function ask(take: number, tick: number, ...recalls: number[]): TakeRequest {
  const orders = recalls.map((a) => ({ kind: 'recall', a, b: 0 }) as const);
  return { ...nobody, take, tick, position: tick % 16, ticksPerBar: 16, orders };
}

const recallOf = (ticksPerBar: number): Recall => ({
  ...{ ticks: [], ticksPerBar, manner: { tempo: 120, style: 0 } },
});

/** What the source is told by these requests, in order. */
async function told(goesOn: boolean, ...requests: TakeRequest[]): Promise<string[]> {
  const calls: string[] = [];
  const source = {
    reset: () => void calls.push('reset'),
    recall: ({ ticksPerBar }: Recall) => void calls.push(`recall ${ticksPerBar}`),
    next({ tick }: { readonly tick: number }) {
      calls.push(`next ${tick}`);
      return Promise.resolve(silent(tick, 'rest'));
    },
  };
  const recalls = new Map([1, 2].map((id) => [id, recallOf(id)]));
  const asked = new TakeSource(source, recalls, goesOn);
  for (const request of requests) await asked.next(request);
  return calls;
}

test('it begins anew with each take, and with nothing else', async () => {
  const calls = await told(false, ask(1, 0), ask(1, 1), ask(2, 0), ask(2, 9));
  expect(calls).toEqual(['reset', 'next 0', 'next 1', 'reset', 'next 0', 'next 9']);
});

test('it recalls what is ordered, in order and once, before it goes on', async () => {
  const calls = await told(false, ask(1, 0, 2, 1), ask(1, 1, 2), ask(1, 2, 3));
  expect(calls).toEqual(['reset', 'recall 2', 'recall 1', ...['next 0', 'next 1', 'next 2']]);
});

test('one that took over goes on in the take that is under way, and begins anew with the next', async () => {
  expect(await told(true, ask(4, 20), ask(4, 21), ask(5, 0))).toEqual([
    ...['next 20', 'next 21', 'reset', 'next 0'],
  ]);
  expect(await told(true, ask(5, 0), ask(5, 1))).toEqual(['reset', 'next 0', 'next 1']);
});
