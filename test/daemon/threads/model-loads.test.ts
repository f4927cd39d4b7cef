import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type LoadNews, ModelLoads } from '../../../src/daemon/threads/model-loads.js';
import type { CreatePlanSources, OpenSource } from '../../../src/model/plan-source.js';
import { SwappingSource } from '../../../src/model/swapping-source.js';
import { createPlanSources } from '../../support/fake-source.js';

const options = { model: '{}', engine: 'ort', device: 'cpu' };
const open = async (): Promise<OpenSource> => (await createPlanSources([options]))[0]!;

/** Has begun to load `count` models for one part; tells what comes of them. */
async function begin(count: number, create: CreatePlanSources): Promise<LoadNews[]> {
  const news: LoadNews[] = [];
  const { source, info } = await open();
  const parts = new Map([[0, { source: new SwappingSource(source), info }]]);
  const loads = new ModelLoads(parts, create, (each) => news.push(each));
  for (let number = 1; number <= count; number += 1)
    void loads.load({ type: 'load', part: 0, number, options });
  return news;
}

test.each([
  { comes: [1, 2, 3], plays: [1, 2, 3] },
  { comes: [2, 1, 3], plays: [2, 3] },
  { comes: [3, 2, 1], plays: [3] },
])('of $comes, each there after the other, $plays may play', async ({ comes, plays }) => {
  const loaded: (() => Promise<void>)[] = [];
  const news = await begin(3, () => {
    return new Promise((resolve) => loaded.push(async () => resolve([await open()])));
  });
  for (const number of comes) {
    await loaded[number - 1]!();
    await turn();
  }
  expect(news.map(({ number, state }) => [number, state])).toEqual(
    plays.map((number) => [number, 'loaded']),
  );
});

test('one that fails as nobody expects is refused in a line', async () => {
  const news = await begin(1, () => Promise.reject(new TypeError('no such layer')));
  await turn();
  expect(news).toMatchObject([{ state: 'refused', fault: { code: 'MODEL_BROKEN' } }]);
});
