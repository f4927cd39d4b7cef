import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { controlsOf, liveCount, packLive } from '../../../src/daemon/core/live-values.js';
import { mostTicks } from '../../../src/daemon/core/played-window.js';
import { createPlanSources } from '../../../src/daemon/threads/model-source.js';
import { saveModel } from '../../../src/model/files/model-folder.js';
import type { PlanSource } from '../../../src/model/plan-source.js';
import type { Controls, TickPlan } from '../../../src/model/tick.js';
import { smallModel, tutorialModel } from '../../model/small.js';
import { sharedFolder } from '../../support/scratch-folder.js';

const folder = sharedFolder();
const options = () => ({ model: join(folder(), 'model'), engine: 'ort', device: 'cpu' });
beforeAll(() => saveModel(join(folder(), 'model'), smallModel()));

const open = async () => (await createPlanSources([options()]))[0]!;

const live = new Float64Array(liveCount(1));
packLive({ seed: 11, tempo: 104 }, live);
const controls = controlsOf(live, 0);

async function play(
  source: PlanSource,
  from: number,
  to: number,
  more: Partial<Controls> = {},
): Promise<TickPlan[]> {
  const plans: TickPlan[] = [];
  for (let tick = from; tick < to; tick += 1) {
    const nobody = { heard: null, held: false, played: null, armed: false, orders: [] };
    const place = { tick, position: tick % 16, ticksPerBar: 16 };
    plans.push(await source.next({ ...place, controls: { ...controls, ...more }, ...nobody }));
    await source.prepare();
  }
  return plans;
}

test.each([48, 400])(
  'one that recalls %i ticks plays on as the one that played them',
  async (ticks) => {
    const first = await open();
    const played = await play(first.source, 0, ticks);
    const recall = { ticks: played.slice(-mostTicks), ticksPerBar: 16, manner: controls };
    const next = await open();
    next.source.recall(recall);
    const [again, on] = [next, first].map(({ source }) => play(source, ticks, ticks + 24));
    // It computes the same in another order.
    for (const [at, plan] of (await on!).entries()) {
      const { token, probability } = (await again!)[at]!;
      expect(token).toBe(plan.token);
      expect(probability).toBeCloseTo(plan.probability, 5);
    }
    await Promise.all([first.source.close(), next.source.close()]);
  },
);

test('a melody sounds in the key that is set; drums have none', async () => {
  const melody = join(folder(), 'melody');
  await saveModel(melody, tutorialModel());
  const pitches = async (model: string, transpose: number): Promise<number[]> => {
    const [opened] = await createPlanSources([{ ...options(), model }]);
    const plans = await play(opened!.source, 0, 32, { transpose });
    await opened!.source.close();
    return plans.flatMap(({ notes }) => notes.map(({ pitch }) => pitch));
  };
  const [home, drums] = [await pitches(melody, 0), await pitches(options().model, 0)];
  expect(home.length).toBeGreaterThan(4);
  expect(await pitches(melody, 3)).toEqual(home.map((pitch) => pitch + 3));
  expect(drums.length).toBeGreaterThan(4);
  expect(await pitches(options().model, 3)).toEqual(drums);
});

test('a melody that is left no note says so, and is silent', async () => {
  const melody = join(folder(), 'mute');
  await saveModel(melody, tutorialModel());
  const lines: string[] = [];
  const told = { warn: (line: string) => lines.push(line), moved: () => undefined };
  const [opened] = await createPlanSources([{ ...options(), model: melody }], told);
  const plans = await play(opened!.source, 0, 16, { lowest: 127 });
  expect(lines).toEqual([expect.stringContaining('knows no note from lowest G9')]);
  expect(plans.flatMap(({ notes }) => notes)).toEqual([]);
  await opened!.source.close();
});
