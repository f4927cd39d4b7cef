import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { monotonic } from '../../../src/daemon/io/monotonic.js';
import { built } from '../../support/built.js';
import { has, inTurn, started } from '../../support/started-host.js';

test('both threads play the groove, tick by tick, and every note ends', async () => {
  const { host: running, events, faults } = await started({});
  expect(running.infos[0]).toMatchObject({ name: 'fake', material: 'drums', grid: 16 });
  running.command('start');
  await expect.poll(has(events, 'tick', 20), { timeout: 20_000 }).toBe(true);
  const kicked = () => events.some((event) => event.type === 'note' && event.pitch === 36);
  await expect.poll(kicked, { timeout: 20_000 }).toBe(true);
  const totals = await running.stop();

  expect(events).toContainEqual({ type: 'clock', state: 'internal', bpm: 300, other: 0 });
  expect(events.find(({ type }) => type !== 'clock')).toEqual({ type: 'transport', playing: true });
  const ticks = events.filter((event) => event.type === 'tick');
  ticks.forEach(({ tick, bar, tickInBar }, index) => {
    expect(tick).toBeGreaterThan(ticks[index - 1]?.tick ?? -1);
    expect(bar * 16 + tickInBar).toBe(tick);
  });
  const kick = events.find((event) => event.type === 'note' && event.pitch === 36);
  expect(kick).toMatchObject({ channel: 10, velocity: 100, offset: 0, label: 'note 36' });
  expect(totals.notesOn).toBe(events.filter((event) => event.type === 'note').length);
  expect(totals.notesOff).toBe(totals.notesOn);
  expect(totals.ticks).toBe(ticks.length);
  expect(events.at(-1)).toEqual({ type: 'transport', playing: false });
  expect(faults).toEqual([]);
});

test('parts play at once, each by its own settings, and a muted one is not heard', async () => {
  const { host: running, events } = await started(
    ...[{ tell: true }, {}, { tell: true }],
    ...Array.from({ length: 9 }, () => ({})),
  );
  running.setLive({ parts: 12, tempo: 300, 'part/2/channel': 2, 'part/3/temperature': 0.25 });
  // On a busy machine some ticks are missed: those are rests, or what was played a bar ago.
  const ticks = (part: number) =>
    events.flatMap((event) => (event.type === 'tick' && event.part === part ? [event] : []));
  const tokens = (part: number) => ticks(part).map(({ token }) => token);
  const notes = (part: number) =>
    events.flatMap((event) => (event.type === 'note' && event.part === part ? [event] : []));
  const last = (part: number) => notes(part).at(-1)?.tick ?? Infinity;
  const all = Array.from({ length: 12 }, (_, index) => index + 1);
  running.command('start');
  await expect
    .poll(() => all.every((part) => notes(part).length > 0), { timeout: 20_000 })
    .toBe(true);
  running.setLive({ parts: 12, tempo: 300, mute: true, 'part/3/mute': true });
  running.order(2, { kind: 'forget', a: 0, b: 0 });
  await expect.poll(() => tokens(3), { timeout: 20_000 }).toContain('1 forget 0 0');
  // What was planned before they were muted may sound for some ticks.
  const muted = () => Math.max(last(1), last(3));
  await expect
    .poll(() => last(2) > muted() + 16 && last(2) < Infinity, { timeout: 20_000 })
    .toBe(true);
  const totals = await running.stop();
  expect(totals.notesOff).toBe(totals.notesOn);

  for (const part of all) {
    expect(ticks(part)[0]!.tick).toBe(0);
    expect(inTurn(ticks(part))).toBe(true);
  }
  expect(new Set(tokens(1).filter((token) => token !== 'REST'))).toEqual(new Set(['1 ']));
  expect(tokens(2)).toContain('42');
  expect(tokens(3)).toContain('0.25 ');
  expect(tokens(3).filter((token) => /forget.*forget/.test(token))).toEqual([]);
  expect(new Set(notes(1).map(({ channel }) => channel))).toEqual(new Set([10]));
  expect(notes(2)[0]!.channel).toBe(2);
});

// A main thread that is held up for long hears of a note when its echo would be too late.
test('a key that a player strikes is told, and none that comes back', { retry: 3 }, async () => {
  const { host: running, events, struck } = await started({});
  running.command('start');
  await expect.poll(has(events, 'note', 1), { timeout: 20_000 }).toBe(true);
  const now = monotonic.now();
  const sent = events.findLast((event) => event.type === 'note')!;
  running.key(sent.pitch, sent.velocity, now, 9);
  running.key(60, 90, now, 2);
  running.key(60, 0, now, 2);
  const key = { pitch: 60, velocity: 90, at: now, channel: 2 };
  await expect.poll(() => struck, { timeout: 20_000 }).toMatchObject([key]);
  expect(struck[0]!.beat).toBeGreaterThanOrEqual(0);
  running.command('stop');
  await expect.poll(has(events, 'transport', 2), { timeout: 20_000 }).toBe(true);
  running.key(62, 90, now, 2);
  await expect
    .poll(() => struck.at(-1), { timeout: 20_000 })
    .toMatchObject({ pitch: 62, beat: NaN });
});

test('stop and start work while it runs, and settings and keys arrive', async () => {
  const { host: running, events } = await started({});
  running.command('start');
  await expect.poll(has(events, 'note', 1), { timeout: 20_000 }).toBe(true);
  running.command('stop');
  await expect.poll(has(events, 'transport', 2), { timeout: 20_000 }).toBe(true);
  const balanced = (): boolean => {
    const { notesOn, notesOff } = running.totals();
    return notesOn > 0 && notesOff === notesOn;
  };
  await expect.poll(balanced, { timeout: 20_000 }).toBe(true);
  running.setLive({ tempo: 280, channel: 3 });
  running.command('start');
  await expect
    .poll(() => events.some((event) => event.type === 'note' && event.channel === 3), {
      timeout: 20_000,
    })
    .toBe(true);
  running.key(36, 110, Math.floor(Number(process.hrtime.bigint()) / 1000), 9);
  await expect
    .poll(() => events.some((event) => event.type === 'tick' && event.heard === 'player'), {
      timeout: 20_000,
    })
    .toBe(true);
});

test('a setting and an order are in force at the next request, the order once', async () => {
  const { host: running, events } = await started({ tell: true });
  // On a busy machine some are missed: what was played there says nothing.
  const tokens = () =>
    events.flatMap((event) => (event.type === 'tick' && !event.missed ? [event.token] : []));
  running.setLive({ tempo: 80 });
  running.command('start');
  await expect.poll(() => tokens().length, { timeout: 20_000 }).toBeGreaterThan(1);
  expect(new Set(tokens())).toEqual(new Set(['1 ']));
  running.setLive({ tempo: 80, temperature: 0.25 });
  running.order(0, { kind: 'forget', a: 7, b: -0.5 });
  const both = '0.25 forget 7 -0.5';
  const told = () => tokens().filter((token) => token === both).length;
  await expect.poll(told, { timeout: 20_000 }).toBeGreaterThan(1);
  // A request may come between the setting and the order; once in force they stay so.
  const later = tokens().slice(tokens().indexOf(both));
  expect(new Set(later)).toEqual(new Set([both]));
  expect(tokens().filter((token) => !['1 ', '0.25 ', both].includes(token))).toEqual([]);
});

test('what it intends is told up to a bar ahead, tick after tick, if that is asked for', async () => {
  const { host: running, events } = await started({});
  running.command('start');
  await expect.poll(has(events, 'tick', 4), { timeout: 20_000 }).toBe(true);
  expect(has(events, 'plan', 1)()).toBe(false);
  running.setLive({ tempo: 300, 'plan-bars': 1 });
  const plans = () => events.filter((event) => event.type === 'plan');
  // A look is cut short where the next tick comes before its end.
  const whole = () => plans().find(({ ticks }) => ticks.length === 16);
  await expect.poll(whole, { timeout: 20_000 }).toBeDefined();
  for (const { part, ticks } of plans()) {
    expect(part).toBe(1);
    expect(ticks.length).toBeLessThanOrEqual(16);
    ticks.forEach(({ tick }, ahead) => expect(tick).toBe(ticks[0]!.tick + ahead));
  }
  const downbeat = whole()!.ticks.find(({ tick }) => tick % 16 === 0)!;
  expect(downbeat).toMatchObject({ token: 'told', probability: 0.5 });
  expect(downbeat.notes[0]).toEqual({ pitch: 36, velocity: 100, offset: 0, label: 'note 36' });
});

test('each part tells what it intends, also where main does not come to read it for long', async () => {
  const { host: running, events } = await started({}, {}, {}, {});
  // What the ring holds is not a number of whole looks.
  running.setLive({ parts: 4, tempo: 300, 'plan-bars': 3 });
  running.command('start');
  const plans = () => events.filter((event) => event.type === 'plan');
  await expect.poll(() => plans().length, { timeout: 20_000 }).toBeGreaterThan(4);
  const before = plans().length;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  await expect.poll(() => plans().length, { interval: 1 }).toBeGreaterThan(before);
  const parts = plans().slice(before);
  expect(new Set(parts.map(({ part }) => part))).toEqual(new Set([1, 2, 3, 4]));
  // None is half there, with the end of a later one.
  await expect.poll(() => plans().length, { timeout: 20_000 }).toBeGreaterThan(before + 30);
  for (const { ticks } of plans())
    ticks.forEach(({ tick }, ahead) => expect(tick).toBe(ticks[0]!.tick + ahead));
});

test('a MIDI clock from main starts it, leads it, and stops it', async () => {
  const { host: running, events } = await started({});
  running.setLive({ tempo: 120, clock: 'midi', 'clock-out': true });
  const now = () => Math.floor(Number(process.hrtime.bigint()) / 1000);
  // Stamps of an even clock: when they get there is of no matter.
  const clock = Math.round(60_000_000 / 200 / 24);
  const first = now();
  running.realTime('start', 0, first);
  let sent = 0;
  const told = (state: string) => events.some((each) => 'state' in each && each.state === state);
  await expect
    .poll(
      () => {
        for (; first + sent * clock < now(); sent += 1) {
          running.realTime('clock', 0, first + sent * clock);
        }
        return told('following') && has(events, 'tick', 12)();
      },
      { timeout: 20_000, interval: 5 },
    )
    .toBe(true);
  running.realTime('stop', 0, now());
  await expect.poll(() => events.at(-1)?.type, { timeout: 20_000 }).not.toBe('tick');
  const totals = await running.stop();
  expect(totals.notesOff).toBe(totals.notesOn);
  expect(events).toContainEqual({ type: 'transport', playing: false });
});

test('a model that hangs is a miss, and the music goes on', async () => {
  const { host: running, events } = await started({ hang: { tick: 16, milliseconds: 400 } });
  running.command('start');
  await expect.poll(has(events, 'tick', 40), { timeout: 20_000 }).toBe(true);
  const totals = await running.stop();
  expect(totals.misses).toBeGreaterThan(0);
  expect(totals.fallbacks).toBeGreaterThan(0);
  expect(totals.latePlans).toBeGreaterThan(0);
  expect(totals.notesOff).toBe(totals.notesOn);
});

test('what was asked while a model hung is answered before anything that can wait', async () => {
  const { host: running, events } = await started({
    hang: { tick: 16, milliseconds: 400 },
    tell: true,
  });
  running.command('start');
  const told = () =>
    events.flatMap((event) =>
      event.type === 'tick' && event.token.includes('then') ? [event.token] : [],
    );
  await expect.poll(() => told().length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(told()[0]).toContain('then answered');
});

test('a model thread that hangs does not answer, until it comes round again', async () => {
  const { host: running } = await started({ hang: { tick: 4, milliseconds: 1500 } });
  running.command('start');
  const asked = { timeout: 20_000, interval: 200 };
  await expect.poll(() => running.answers(), asked).toBe(true);
  await expect.poll(() => running.answers(), asked).toBe(false);
  await expect.poll(() => running.answers(), asked).toBe(true);
});

test('a model that cannot be loaded is its own fault, and nothing is left running', async () => {
  await expect(started({ refuse: true })).rejects.toMatchObject({
    code: 'MODEL_MISSING',
    hint: 'train one',
  });
});

test('every note ends at once when main asks for it, and when main dies by an error', async () => {
  const { host: running, events } = await started({});
  running.command('start');
  await expect.poll(has(events, 'note', 3), { timeout: 20_000 }).toBe(true);
  expect(running.endAllNotes()).toBe(true);
  const { notesOn, notesOff } = running.totals();
  expect(notesOff).toBe(notesOn);

  const output = await crash();
  expect(output).toContain('main is dead');
  const [on, off] = /notes (\d+) (\d+)/.exec(output)!.slice(1).map(Number);
  expect(on).toBeGreaterThan(0);
  expect(off).toBe(on);
});

/** Another process, whose main throws in the midst of a note; what it prints. */
function crash(): Promise<string> {
  return new Promise((resolve) => {
    const script = built('test/daemon/threads/crashing-main.js').pathname;
    execFile(process.execPath, [script], (_, stdout, stderr) => resolve(stdout + stderr));
  });
}
