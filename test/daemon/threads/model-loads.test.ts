import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  type LoadingPart,
  type LoadNews,
  ModelLoads,
} from '../../../src/daemon/threads/model-loads.js';
import type { CreatePlanSources, OpenSource } from '../../../src/model/plan-source.js';
import { SwappingSource } from '../../../src/model/swapping-source.js';
import { createPlanSources } from '../../support/fake-source.js';

const options = { model: '{}', engine: 'ort', device: 'cpu' };
const open = async (): Promise<OpenSource> => (await createPlanSources([options]))[0]!;

/** Loads for two parts. `ask` takes the parts that ask for one, in their order; all are numbered from 1. */
async function setUp(create: CreatePlanSources) {
  const news: LoadNews[] = [];
  const parts = new Map<number, LoadingPart>();
  for (const part of [0, 1]) {
    const { source, info } = await open();
    parts.set(part, { source: new SwappingSource(source), info });
  }
  const loads = new ModelLoads(parts, create, (each) => news.push(each));
  let number = 0;
  const ask = (...parts: number[]): void => {
    for (const part of parts) loads.add({ type: 'load', part, number: (number += 1), options });
  };
  return { loads, news, ask };
}

test('one is loaded at a time, and of those that wait for a part the latest alone', async () => {
  const begun: (() => Promise<void>)[] = [];
  const { loads, news, ask } = await setUp(
    () => new Promise((resolve) => begun.push(async () => resolve([await open()]))),
  );
  const finish = async (): Promise<void> => {
    expect([loads.busy, begun.length]).toEqual([true, 1]);
    await begun.pop()!();
    await turn();
  };
  ask(0, 0, 0, 1, 0, 1);
  for (let loaded = 0; loaded < 3; loaded += 1) await finish();
  expect([loads.busy, begun.length]).toEqual([false, 0]);
  ask(0);
  await finish();
  expect(news.map(({ part, number, state }) => [part, number, state])).toEqual([
    [0, 1, 'loaded'],
    [0, 5, 'loaded'],
    [1, 6, 'loaded'],
    [0, 7, 'loaded'],
  ]);
});

test('one that fails as nobody expects is refused in a line, and the next is loaded', async () => {
  let times = 0;
  const { news, ask } = await setUp(async () => {
    times += 1;
    if (times === 1) throw new TypeError('no such layer');
    return [await open()];
  });
  ask(0, 1);
  while (news.length < 2) await turn();
  expect(news).toMatchObject([
    { part: 0, state: 'refused', fault: { code: 'MODEL_BROKEN' } },
    { part: 1, state: 'loaded' },
  ]);
});
