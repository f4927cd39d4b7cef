import { expect, test } from 'vitest';
import { onset, plainMode, Rig, silent } from '../../support/rig.js';

/** At 120 BPM, in microseconds. */
const tick = 125_000;
const bar = 16 * tick;

test('a note that sounds on ends where the turn of its part does, on the bar line and not before', () => {
  const rig = new Rig({
    ...{ material: 'notes', channel: 0 },
    mode: { ...plainMode, mode: 'trade', tradeBars: 1, tradeFirst: 'it' },
    plan: ({ tick: at }) => (at % 16 === 3 ? onset(at, [{ pitch: 60 }]) : silent(at, 'hold')),
  });
  rig.conductor.start(rig.now);
  // From 9/16 of a tick after the start on.
  rig.run((9 / 16) * tick + bar - 2);
  expect(rig.sounding).toBe(1);
  rig.run(4);
  expect(rig.ticks.at(-1)).toMatchObject({ tick: 16 });
  expect(rig.sounding).toBe(0);
});

test('a tick is announced with the token that is played at it: of its plan, of the bar before, or none', () => {
  const rig = new Rig({ plan: ({ tick: at }) => onset(at, [{ pitch: 36 + (at % 11) }]) });
  rig.thinking = Infinity;
  rig.conductor.start(rig.now);
  rig.run(4 * tick);
  rig.thinking = 0;
  rig.run(2 * bar - 4 * tick);
  rig.thinking = Infinity;
  rig.run(bar);
  for (const { tick: at, token, missed } of rig.ticks) {
    const played = rig.notes.filter((note) => note.tick === at).map(({ note }) => note.pitch);
    expect(token).toBe(played.length === 0 ? 'REST' : String(played[0]));
    expect(played.length === 0).toBe(missed && at < 16);
  }
  expect(rig.conductor.counts.fallbacks).toBeGreaterThan(14);
});

test('a miss is a fallback only where the bar before is known, however long there was none', () => {
  const rig = new Rig();
  rig.thinking = Infinity;
  rig.conductor.start(rig.now);
  rig.run(4 * bar);
  expect(rig.conductor.counts).toMatchObject({ ticks: 64, misses: 64, fallbacks: 0 });
});
