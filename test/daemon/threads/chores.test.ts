import { describe, expect, test } from 'vitest';
import type { TakeRequest } from '../../../src/daemon/core/conductor-output.js';
import { Chores } from '../../../src/daemon/threads/chores.js';
import { readPlan } from '../../../src/daemon/threads/plan-record.js';
import {
  allocateShared,
  intentHead,
  viewShared,
} from '../../../src/daemon/threads/shared-layout.js';
import type { PlanSource } from '../../../src/model/plan-source.js';
import { plainControls, type TickPlan } from '../../../src/model/tick.js';

const ticksPerBar = 4;
const request = (part: number, planBars = 1): TakeRequest => ({
  ...{ part, take: 1, tick: 0, position: 0, ticksPerBar },
  ...{ heard: null, held: false, played: null, armed: false, orders: [] },
  controls: { ...plainControls, planBars },
});
const planAt = (tick: number): TickPlan => ({
  ...{ tick, token: 'rest', kind: 'rest', notes: [], probability: 1 },
});

/** Sources that write down what they do; `looked` is called at each tick that they look ahead. */
function stage(looked: (tick: number) => void = () => undefined) {
  const [lane] = viewShared(allocateShared(2, 1)).lanes;
  const did: string[] = [];
  const chores = new Chores(lane!, () => did.push('told'));
  const source = (name: string): PlanSource => ({
    next: () => Promise.reject(new Error('nobody asked')),
    prepare: () => Promise.resolve(void did.push(`prepare ${name}`)),
    async *foresee(ticks) {
      did.push(`foresee ${name}`);
      for (let tick = 1; tick <= ticks; tick++) {
        looked(tick);
        yield await Promise.resolve(planAt(tick));
      }
    },
    recall: () => undefined,
    reset: () => undefined,
    close: () => Promise.resolve(),
  });
  const doAll = async (): Promise<string[]> => {
    while (await chores.doNext());
    return did.splice(0);
  };
  const intents = (): [part: number, tick: number, last: number][] => {
    const record = new Float64Array(lane!.intents.fields);
    const read: [number, number, number][] = [];
    while (lane!.intents.pop(record)) {
      const { tick } = readPlan(record, intentHead.plan);
      read.push([record[intentHead.part]!, tick, record[intentHead.last]!]);
    }
    return read;
  };
  return { lane: lane!, chores, source, doAll, intents, did };
}

describe('chores', () => {
  test('are to get ready, of everyone, and then to look ahead, each once', async () => {
    const { chores, source, doAll, intents } = stage();
    const [a, b] = [source('a'), source('b')];
    chores.answered(a, request(0));
    chores.answered(b, request(1));
    chores.answered(a, request(0));
    const both = ['prepare a', 'prepare b', 'foresee a', 'told', 'foresee b', 'told'];
    expect(await doAll()).toEqual(both);
    expect(await doAll()).toEqual([]);
    const bar = (part: number) =>
      [1, 2, 3, 4].map((tick) => [part, tick, Number(tick === ticksPerBar)]);
    expect(intents()).toEqual([...bar(0), ...bar(1)]);
  });

  test('are done one at a time', async () => {
    const { chores, source, did } = stage();
    chores.answered(source('a'), request(0));
    expect(await chores.doNext()).toBe(true);
    expect(did).toEqual(['prepare a']);
  });

  test('end a look ahead at the next request, and tell what was seen until then', async () => {
    const record = (): void => {
      lane.requests.push(new Float64Array(lane.requests.fields));
    };
    const { lane, chores, source, doAll, intents } = stage((tick) => tick === 2 && record());
    chores.answered(source('a'), request(1));
    await doAll();
    expect(intents()).toEqual([
      [1, 1, 0],
      [1, 2, 1],
    ]);
  });

  test('look ahead only where bars are wanted, and where all of them find room', async () => {
    const { chores, source, doAll, lane } = stage();
    for (const bars of [0, 1 + lane.intents.room / ticksPerBar]) {
      chores.answered(source('a'), request(0, bars));
      expect(await doAll()).toEqual(['prepare a']);
    }
  });

  test('leave garbage until there were many plans', async () => {
    const { chores, source, doAll } = stage();
    const [a, tidied] = [source('a'), [] as number[]];
    for (let plan = 1; plan <= 64; plan++) {
      chores.answered(a, request(0));
      await doAll();
      if (chores.tidy()) tidied.push(plan);
    }
    expect(tidied).toEqual([32, 64]);
  });
});
