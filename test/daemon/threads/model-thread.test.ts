import { expect, test } from 'vitest';
import { mostTicks } from '../../../src/daemon/core/played-window.js';
import type { Played } from '../../../src/model/plan-source.js';
import type { FakeScript } from '../../support/fake-source.js';
import { has, inTurn, started } from '../../support/started-host.js';

test('a model thread that dies is one THREAD_DIED, and the next one recalls what was played', async () => {
  const { host: running, events, faults } = await started({ throwAt: 18 });
  running.command('start');
  const ticks = () => events.filter((event) => event.type === 'tick');
  await expect.poll(() => running.totals().modelRestarts, { timeout: 20_000 }).toBe(1);
  // The fake tells how many notes each recalled tick had: a bar of its groove, from the bar line. What was missed there
  // has those of a bar ago, or none.
  const recalled = () => ticks().some(({ token, missed }) => !missed && /^[012]{16}/.test(token));
  await expect.poll(recalled, { timeout: 20_000 }).toBe(true);
  expect(faults.map(({ code }) => code)).toEqual(['THREAD_DIED']);
  expect(faults[0]!.message).toContain('cannot do tick');
  // The clock went on, over the bar it knew.
  expect(inTurn(ticks())).toBe(true);
  expect(ticks().some(({ missed }) => missed)).toBe(true);
  const totals = await running.stop();
  expect(totals.notesOff).toBe(totals.notesOn);
});

test('however long the next one takes to load, it recalls every tick up to the first it is asked for', async () => {
  const { host: running, events } = await started({ throwAt: 18, load: 600, tell: true });
  running.command('start');
  const first = () =>
    events.flatMap((event) => (event.type === 'tick' && !event.missed ? [event.token] : []));
  const recalled = () => first().find((token) => token.startsWith('recalled'));
  await expect.poll(recalled, { timeout: 20_000 }).toBeDefined();
  const [ticks, asked] = recalled()!.match(/\d+/g)!.map(Number);
  expect(asked).toBeGreaterThan(24);
  expect(ticks).toBe(asked);
});

test('a model that the thread dies of as it loads is refused, and not asked for again', async () => {
  const { host: running, events, faults, swaps } = await started({});
  running.command('start');
  await expect.poll(has(events, 'tick', 4), { timeout: 20_000 }).toBe(true);
  running.load(0, { model: JSON.stringify({ fatal: true } satisfies FakeScript) });
  await expect.poll(() => running.totals().modelRestarts, { timeout: 20_000 }).toBe(1);
  // The next one reads its messages before it answers.
  const answered = () =>
    events.some((event) => event.type === 'tick' && /^[012]{4}/.test(event.token));
  await expect.poll(answered, { timeout: 20_000 }).toBe(true);
  expect(faults).toHaveLength(1);
  expect(swaps).toMatchObject([{ part: 0, state: 'refused', fault: { code: 'THREAD_DIED' } }]);
});

const grooveOf = (length: number): Played => ({
  ticks: Array.from({ length }, () => ({ token: 'kick', notes: [] })),
  ticksPerBar: 16,
});

test('of the grooves that are recalled while it is stopped, the last is the one that it goes on from', async () => {
  const { host: running, events } = await started({ tell: true });
  for (const length of [mostTicks, mostTicks, 32]) running.recall(0, grooveOf(length), {});
  running.command('start');
  const told = () =>
    events.flatMap((event) => (event.type === 'tick' && !event.missed ? [event.token] : []));
  await expect.poll(() => told().length, { timeout: 20_000 }).toBeGreaterThan(2);
  expect(new Set(told())).toEqual(new Set(['recalled 32, asked 0']));
});

test('a groove that is recalled while a model thread is dead is what the next one goes on from', async () => {
  const { host: running, events, faults } = await started({ throwAt: 18, load: 400, tell: true });
  running.command('start');
  await expect.poll(() => faults.length, { timeout: 20_000, interval: 5 }).toBe(1);
  running.recall(0, grooveOf(48), {});
  const told = () =>
    events.some((event) => event.type === 'tick' && /^recalled 48/.test(event.token));
  await expect.poll(told, { timeout: 20_000 }).toBe(true);
});

test('what is ordered while a model thread is dead is done by the next one, once', async () => {
  const { host: running, events, faults } = await started({ throwAt: 18, load: 600, tell: true });
  running.command('start');
  await expect.poll(() => faults.length, { timeout: 20_000, interval: 5 }).toBe(1);
  running.order(0, { kind: 'forget', a: 7, b: 0 });
  const told = () =>
    events.flatMap((event) =>
      event.type === 'tick' && event.token.includes('forget') ? [event.token] : [],
    );
  await expect.poll(() => told().length, { timeout: 20_000 }).toBeGreaterThan(9);
  expect(told().at(-1)).toMatch(/^recalled \d+, asked \d+,forget 7 0$/);
});

test('a take that begins while a model thread is dead is answered once, with what was ordered in it', async () => {
  const { host: running, events, faults } = await started({ throwAt: 18, load: 600, tell: true });
  running.command('start');
  await expect.poll(() => faults.length, { timeout: 20_000, interval: 5 }).toBe(1);
  running.command('stop');
  running.command('start');
  running.order(0, { kind: 'forget', a: 7, b: 0 });
  const told = () =>
    events.flatMap((event) =>
      event.type === 'tick' && event.token.includes('forget') ? [event.token] : [],
    );
  await expect.poll(() => told().length, { timeout: 20_000 }).toBeGreaterThan(9);
  expect(
    told()
      .at(-1)!
      .match(/forget/g),
  ).toHaveLength(1);
});

test('a model thread that dies takes its own parts with it, and no other', async () => {
  const { host: running, events, faults } = await started({ throwAt: 18 }, {}, {});
  running.command('start');
  const tokens = (part: number) =>
    events.flatMap((event) =>
      event.type === 'tick' && event.part === part && !event.missed ? [event.token] : [],
    );
  const recalled = (part: number) => tokens(part).some((token) => /^[012]{16}/.test(token));
  await expect.poll(() => recalled(1) && recalled(3), { timeout: 20_000 }).toBe(true);
  expect(recalled(2)).toBe(false);
  expect(faults).toHaveLength(1);
  const totals = await running.stop();
  expect(totals.modelRestarts).toBe(1);
  expect(totals.notesOff).toBe(totals.notesOn);
});

test('a model thread that dies again and again costs no tick, and stop waits for none', async () => {
  const { host: running, events, faults } = await started({ throwAt: 18, throwAlways: true });
  running.command('start');
  await expect.poll(() => faults.length, { timeout: 20_000 }).toBe(3);
  const totals = await running.stop();
  const ticks = events.filter((event) => event.type === 'tick');
  expect(inTurn(ticks)).toBe(true);
  expect(totals.fallbacks).toBeGreaterThan(0);
  expect(totals.notesOff).toBe(totals.notesOn);
});
