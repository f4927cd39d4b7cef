import { expect, test } from 'vitest';
import { liveCount, packLive } from '../../../src/daemon/core/live-values.js';
import { type Values } from '../../../src/daemon/core/setting.js';
import { Session } from '../../../src/daemon/core/session.js';
import { entryAfter, type EntryPoint } from '../../../src/daemon/core/snapshot.js';

const second = 1_000_000;
const pace = { bpm: 120, ticksPerBar: 16, grid: 16 };

/** When the bars begin, and with which ticks, of a session that begins or comes in at `from`; its model says nothing. */
function barLines(nudge: number, from: number, until: number, entry?: EntryPoint) {
  const lines: { readonly tick: number; readonly at: number }[] = [];
  let now = from;
  const live = new Float64Array(liveCount(1));
  packLive({ tempo: pace.bpm, nudge }, live);
  const session = new Session([{ grid: pace.grid, material: 'drums' }], live, {
    ...{ sends: [() => undefined], request: () => true, noteSent: () => undefined },
    tickBegun: ({ tick, tickInBar }) => {
      if (tickInBar === 0) lines.push({ tick, at: now });
    },
    ...{ turnBegun: () => undefined, transport: () => undefined },
  });
  session.set(live, now);
  if (entry === undefined) session.command('start', now);
  else session.enter(entry);
  for (let due = session.advance(now); due < until; due = session.advance(now)) now = due;
  return lines;
}

test.each([0, 60, -60])(
  'with a nudge of %i ms the bars of who takes over lie where those before it lay',
  (nudge) => {
    const died = 10 * second;
    const played = barLines(nudge, 0, 20 * second);
    const line = played.findLast(({ at }) => at < died)!;
    const entry = entryAfter({ ...line, ...pace }, died, died);
    const again = barLines(nudge, died, 20 * second, entry);
    expect(again.length).toBeGreaterThan(3);
    expect(played.slice(-again.length)).toEqual(again);
  },
);

/** Where the music lies after 16 bars beside a player of 126 BPM whose keys come so late, on the third channel. */
function beside(settings: Values, late = 0) {
  const live = new Float64Array(liveCount(1));
  packLive({ tempo: 120, clock: 'player', ...settings }, live);
  const session = new Session([{ grid: 16, material: 'drums' }], live, {
    ...{ sends: [() => undefined], request: () => true, noteSent: () => undefined },
    ...{ tickBegun: () => undefined, turnBegun: () => undefined, transport: () => undefined },
  });
  session.set(live, 0);
  session.command('start', 0);
  for (let beat = 0; beat < 64; beat += 1) {
    const at = Math.round((beat * 60 * second) / 126) + late;
    session.advance(at);
    for (const velocity of [90, 0]) session.key(60, velocity, at, 2);
  }
  return session.conductor.timeline;
}

test('it goes with the tempo of a player on a channel that a part hears, and on no other', () => {
  for (const hears of [0, 3]) expect(Math.abs(beside({ hears }).bpm - 126)).toBeLessThan(1);
  expect(beside({ hears: 4 }).bpm).toBe(120);
});

test('who comes late by the latency that is set is where he would be without it', () => {
  const [late, punctual] = [beside({ latency: 30 }, 30_000), beside({})];
  expect(late.bpm).toBeCloseTo(punctual.bpm, 6);
  expect(late.microsAt(64 * 960)).toBe(punctual.microsAt(64 * 960));
  expect(beside({}, 30_000)).not.toEqual(punctual);
});

test('told to end it stops by itself, whosever beat it plays, and a start or continue takes that back', () => {
  for (const clock of ['internal', 'player', 'midi'])
    for (const then of [undefined, 'start', 'continue'] as const) {
      const told: boolean[] = [];
      const live = new Float64Array(liveCount(1));
      packLive({ tempo: 120, clock }, live);
      const session = new Session([{ grid: 16, material: 'drums' }], live, {
        ...{ sends: [() => undefined], request: () => true, noteSent: () => undefined },
        ...{ tickBegun: () => undefined, turnBegun: () => undefined },
        transport: (playing) => told.push(playing),
      });
      session.set(live, 0);
      session.command('start', 0);
      session.advance(second);
      session.command('end', second);
      if (then !== undefined) session.command(then, second);
      for (let now = second; now < 12 * second; now += 10_000) session.advance(now);
      expect(told).toEqual(then === undefined ? [true, false] : [true]);
      expect(session.conductor.playing).toBe(then !== undefined);
    }
});
