import { expect, test } from 'vitest';
import type { Generator } from '../../src/model/generator.js';
import type { OrderKind } from '../../src/model/orders.js';
import type { PlanRequest } from '../../src/model/plan-source.js';
import type { TickPlan } from '../../src/model/tick.js';
import { at, controls, create, play } from './small-generator.js';

const order = (kind: OrderKind) => ({ kind, a: 0, b: 0 });

test('plays its last bars again while it is frozen, note for note, and goes on when it is not', async () => {
  const generator = await create();
  const plans = await play(generator, 40);
  const frozen = { controls: { ...controls, freeze: 2 } };
  for (let tick = 40; tick < 112; tick++) plans.push(await generator.next(at(tick, frozen)));
  for (const { tick, notes, token } of plans.slice(40))
    expect({ notes, token }).toEqual({
      notes: plans[tick - 32]!.notes,
      token: plans[tick - 32]!.token,
    });
  const after: TickPlan[] = [];
  for (let tick = 112; tick < 176; tick++) after.push(await generator.next(at(tick)));
  expect(after.map(({ token }) => token)).not.toEqual(plans.slice(48).map(({ token }) => token));
  await generator.close();
});

test('goes back to the bars that were approved, note for note and at their place in the bar', async () => {
  const generator = await create();
  const plans = await play(generator, 70); // the last whole bars are ticks 0 to 63
  plans.push(await generator.next(at(70, { orders: [order('approve')] })));
  for (let tick = 71; tick < 83; tick++) plans.push(await generator.next(at(tick)));
  const back: TickPlan[] = [];
  for (let tick = 83; tick < 144; tick++)
    back.push(await generator.next(at(tick, tick === 83 ? { orders: [order('back')] } : {})));
  const music = (some: readonly TickPlan[]) => some.map(({ token, notes }) => ({ token, notes }));
  expect(music(back)).toEqual(music(plans.slice(3, 64)));
  await generator.close();
});

test('plays the last bar again with some of it changed, and goes on', async () => {
  const generator = await create();
  const plans = await play(generator, 37);
  for (let tick = 37; tick < 53; tick++)
    plans.push(await generator.next(at(tick, tick === 37 ? { orders: [order('mutate')] } : {})));
  const changed = plans.slice(37).filter(({ tick, token }) => token !== plans[tick - 16]!.token);
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.length).toBeLessThan(12);
  await generator.close();
});

test('does not play a note that was vetoed, and changes nothing before it', async () => {
  const [free, vetoed] = [await create(), await create()];
  const wanted = await play(free, 30);
  const target = wanted.findIndex(({ tick, notes }) => tick > 10 && notes.length > 1);
  const { pitch } = wanted[target]!.notes[0]!;
  const kept = wanted[target]!.notes.slice(1).map((note) => note.pitch);
  const plans: TickPlan[] = [];
  for (let tick = 0; tick <= target; tick++) {
    const orders = tick === 3 ? [{ ...order('veto'), a: target, b: pitch }] : [];
    plans.push(await vetoed.next(at(tick, { orders })));
  }
  expect(plans.slice(0, target)).toEqual(wanted.slice(0, target));
  expect(plans[target]!.notes.map((note) => note.pitch)).toEqual(kept);
  await Promise.all([free.close(), vetoed.close()]);
});

test('does not play a note that was vetoed while it is frozen either', async () => {
  const generator = await create();
  const plans = await play(generator, 32);
  const frozen = { controls: { ...controls, freeze: 1 } };
  const chosen = plans.findIndex(({ tick, notes }) => tick > 19 && notes.length > 1);
  const [first, ...kept] = plans[chosen]!.notes;
  const veto = { ...order('veto'), a: chosen + 16, b: first!.pitch };
  for (let tick = 32; tick <= chosen + 16; tick++)
    plans.push(await generator.next(at(tick, { ...frozen, orders: tick === 33 ? [veto] : [] })));
  expect(plans.at(-1)!.notes.map(({ pitch }) => pitch)).toEqual(kept.map(({ pitch }) => pitch));
  await generator.close();
});

test('learns from what was played, through a new take, until it is told to unlearn that', async () => {
  const generator = await create();
  const likeliest = { controls: { ...controls, cache: 1, temperature: 0 } };
  const heard = (pitch: number) => ({ heard: [{ pitch, velocity: 100, offset: 0 }] });
  const afterSnare = async (orders: PlanRequest['orders']): Promise<string> => {
    generator.reset();
    await generator.next(at(0, { ...likeliest, orders }));
    return (await generator.next(at(1, { ...likeliest, ...heard(38) }))).token;
  };
  const own = await afterSnare([]);
  const [pitch, taught] = own === 'kick' ? [42, 'closed-hat'] : [36, 'kick'];
  generator.reset();
  for (let tick = 0; tick < 20; tick++)
    await generator.next(at(tick, heard(tick % 2 === 0 ? 38 : pitch)));
  expect(await afterSnare([])).toBe(taught);
  expect(await afterSnare([order('cache-reset')])).toBe(own);
  await generator.close();
});

test('plays more notes the denser it is asked to be', async () => {
  const generator = await create();
  const counts: number[] = [];
  for (const density of [-1, 0, 1]) {
    generator.reset();
    const plans = await play(generator, 200, { ...controls, density });
    counts.push(plans.reduce((sum, { notes }) => sum + notes.length, 0));
  }
  expect(counts[0]).toBeLessThan(counts[1]!);
  expect(counts[1]).toBeLessThan(counts[2]!);
  await generator.close();
});

test('what it foresees comes true while its window is whole, and to look changes nothing', async () => {
  const [looks, plays] = [await create(), await create()];
  const settings = { ...controls, cache: 0.5, repetition: 0.2, density: 0.3 };
  const orders = [order('fill'), order('mutate'), { ...order('veto'), a: 9, b: 42 }];
  const told = (tick: number) => at(tick, { controls: settings, orders: tick === 3 ? orders : [] });
  for (let tick = 0; tick < 40; tick++) {
    const plan = await looks.next(told(tick));
    expect(plan).toEqual(await plays.next(told(tick)));
    const foreseen: TickPlan[] = [];
    for await (const intent of looks.foresee(8)) foreseen.push(intent);
    if (tick !== 3) continue;
    const came: TickPlan[] = [];
    for (let next = 4; next < 12; next++) {
      came.push(await plays.next(told(next)));
      expect(await looks.next(told(next))).toEqual(came.at(-1));
    }
    const music = (plans: readonly TickPlan[]) => plans.map(({ tick, token }) => [tick, token]);
    expect(music(foreseen)).toEqual(music(came));
    tick = 11;
  }
  await Promise.all([looks.close(), plays.close()]);
});

test('a reset ends a fill: the next one is what it would have been without', async () => {
  const fill = async (generator: Generator): Promise<TickPlan[]> => {
    const plans = [await generator.next(at(0, { orders: [order('fill')] }))];
    for (let tick = 1; tick < 16; tick++) plans.push(await generator.next(at(tick)));
    return plans;
  };
  const [interrupted, fresh] = [await create(), await create()];
  for (let tick = 0; tick < 5; tick++)
    await interrupted.next(at(tick, tick === 0 ? { orders: [order('fill')] } : {}));
  interrupted.reset();
  expect(await fill(interrupted)).toEqual(await fill(fresh));
  await Promise.all([interrupted.close(), fresh.close()]);
});
