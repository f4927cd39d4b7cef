import { describe, expect, test } from 'vitest';
import { onset, Rig } from '../../support/rig.js';

/** At 120 BPM, in microseconds. */
const tick = 125_000;
const bar = 16 * tick;

describe('when the model does not answer', () => {
  test('the first bar rests, later ones play the bar before, and every one is a miss', () => {
    const rig = new Rig({ plan: ({ tick: k }) => onset(k, [{ pitch: 36 + (k % 16) }]) });
    rig.thinking = Infinity;
    rig.conductor.start(rig.now);
    rig.run(bar - 1);
    expect(rig.notes).toHaveLength(0);
    expect(rig.conductor.counts).toMatchObject({ ticks: 16, misses: 16, fallbacks: 0 });

    rig.thinking = 0;
    rig.run(bar);
    const heard = rig.notes.map(({ note }) => note.pitch);
    rig.thinking = Infinity;
    rig.run(2 * bar);
    const again = rig.notes.map(({ note }) => note.pitch).slice(heard.length);
    expect(again).toEqual([...heard, ...heard]);
    expect(rig.conductor.counts).toMatchObject({ ticks: 64, misses: 48, fallbacks: 32 });
    expect(rig.notes.every(({ at, due }) => at === due)).toBe(true);
  });

  test('a hang of 500 ms makes no note late: the bar before is played and counted', () => {
    const rig = new Rig({
      plan: ({ tick: k }) => onset(k, [{ pitch: 36 + (k % 16), offset: -0.2 }]),
    });
    rig.conductor.start(rig.now);
    rig.run(2 * bar);
    // Requests pile up behind the one that hangs, and are all answered at its end.
    for (let left = 500_000; left >= 0; left -= tick) {
      rig.thinking = left;
      rig.run(tick);
    }
    rig.run(bar);
    expect(rig.notes.every(({ at, due }) => at === due)).toBe(true);
    expect(rig.notes.map(({ note, tick: k }) => note.pitch - 36 === k % 16)).not.toContain(false);
    expect(rig.notes.map(({ tick: k }) => k)).toEqual([...rig.notes.keys()]);
    expect(rig.conductor.counts).toMatchObject({ misses: 4, fallbacks: 4, latePlans: 4 });
  });

  test('ticks begin when they should: nothing waits', () => {
    const rig = new Rig();
    rig.thinking = Infinity;
    rig.conductor.start(rig.now);
    const first = rig.now + (9 / 16) * tick;
    rig.run(bar);
    rig.ticks.forEach(({ at, tick: k }) => expect(at).toBe(Math.floor(first + k * tick)));
  });

  test('a part that is delayed leaves no tick out, and plays the bar before all the same', () => {
    const rig = new Rig({ tempo: 300, delay: 100_000 });
    rig.conductor.start(rig.now);
    rig.run(bar);
    rig.thinking = Infinity;
    rig.run(bar);
    expect(rig.ticks.map(({ tick: k }) => k)).toEqual([...rig.ticks.keys()]);
    expect(rig.ticks.length).toBeGreaterThan(78);
    expect(rig.notes.map(({ tick: k }) => k)).toEqual([...rig.notes.keys()]);
  });

  test('a plan that comes too late is counted and not played, and the next request tells what was', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    rig.run(bar);
    rig.thinking = tick;
    rig.run(tick);
    rig.thinking = 0;
    rig.run(tick);
    const { latePlans, misses } = rig.conductor.counts;
    expect({ latePlans, misses }).toEqual({ latePlans: 1, misses: 1 });
    const missed = rig.ticks.find((begun) => begun.missed)!;
    const next = rig.requests.find((request) => request.tick === missed.tick + 1)!;
    expect(next.played).toEqual({ ...onset(missed.tick, [{ pitch: 42 }]) });
    expect(rig.requests.filter((request) => request.played !== null)).toHaveLength(1);
  });

  test('a plan that comes after its own first note is not played, though its tick still waits', () => {
    const offsets = [0.25, -0.4];
    const rig = new Rig({
      plan: ({ tick: k }) => onset(k, [{ pitch: 36, offset: offsets[Math.floor(k / 16) % 2]! }]),
    });
    rig.conductor.start(rig.now);
    rig.run(bar - tick);
    // What it falls back on would begin at 0.25, what is planned for bar 2 at -0.4.
    rig.thinking = tick / 2;
    rig.run(bar);
    expect(rig.notes.filter(({ at, due }) => at - due > 1000)).toEqual([]);
    expect(rig.conductor.counts).toMatchObject({ misses: 15, fallbacks: 15, latePlans: 15 });
  });

  test.each([60, 120, 240])(
    'at %i BPM it has 10 ms for a plan, however early its notes',
    (tempo) => {
      const rig = new Rig({ plan: ({ tick: k }) => onset(k, [{ pitch: 36, offset: -0.5 }]) });
      rig.conductor.setTempo(tempo, rig.now);
      rig.thinking = 10_000;
      rig.conductor.start(rig.now);
      rig.run(4_000_000);
      const { misses, latePlans } = rig.conductor.counts;
      expect({ misses, latePlans }).toEqual({ misses: 0, latePlans: 0 });
      expect(rig.notes.length).toBeGreaterThan(14);
      expect(rig.notes.every(({ at, due }) => at === due)).toBe(true);
      const half = 30_000_000 / tempo / 4;
      const early = rig.notes
        .slice(1)
        .map(({ at, tick: k }) => k * 2 * half - (at - rig.notes[0]!.at));
      expect(Math.max(...early.map(Math.abs))).toBeLessThan(2);
    },
  );

  test('what an earlier take has played is forgotten', () => {
    const rig = new Rig();
    rig.conductor.start(rig.now);
    rig.run(bar);
    rig.conductor.stop();
    rig.notes.length = 0;
    rig.thinking = Infinity;
    rig.conductor.start(rig.now);
    rig.run(bar);
    expect(rig.notes).toEqual([]);
  });

  test('a plan of an earlier take is not played', () => {
    const rig = new Rig();
    rig.thinking = Infinity;
    rig.conductor.start(rig.now);
    rig.run(tick / 4);
    rig.conductor.stop();
    rig.conductor.start(rig.now);
    rig.run(tick / 4);
    expect(rig.requests.map(({ take, tick: k }) => [take, k])).toEqual([
      [1, 0],
      [2, 0],
    ]);
    rig.conductor.arrive(onset(0, [{ pitch: 99 }]), 1, 0, rig.now);
    rig.run(tick);
    expect(rig.notes).toHaveLength(0);
    expect(rig.conductor.counts).toMatchObject({ misses: 1, latePlans: 0 });
  });
});

describe('after a sleep of seconds', () => {
  test('there is no burst: what has gone by stays unplayed, and the grid is where it was', () => {
    const rig = new Rig({ plan: ({ tick: k }) => onset(k, [{ pitch: 36 }]) });
    rig.conductor.start(rig.now);
    const first = rig.now + (9 / 16) * tick;
    rig.run(bar);
    const before = rig.notes.length;
    rig.now += 10_000_000;
    const asked = rig.requests.length;
    rig.run(0);
    expect(rig.notes.length - before).toBeLessThanOrEqual(2);
    expect(rig.requests.length - asked).toBeLessThanOrEqual(3);
    rig.run(bar);
    const last = rig.ticks.at(-1)!;
    expect(last.at).toBe(Math.floor(first + last.tick * tick));
    expect(rig.conductor.counts.misses).toBeGreaterThanOrEqual(78);
  });
});

describe('a note that could not leave in time', () => {
  const late = { pitch: 36, offset: 0.25 };
  const begun = () => {
    const rig = new Rig({ plan: (r) => onset(r.tick, r.tick === 0 ? [late] : []) });
    rig.conductor.start(rig.now);
    rig.run((9 / 16) * tick);
    return rig;
  };

  test('is held as long as any other', () => {
    const rig = begun();
    rig.now += tick;
    rig.run(tick / 2 - 1000);
    expect(rig.sounding).toBe(1);
    rig.run(2000);
    expect(rig.sounding).toBe(0);
  });

  test('is left out when it would be more than a tick late', () => {
    const rig = begun();
    rig.now += 1.3 * tick;
    rig.run(0);
    expect(rig.notes).toEqual([]);
    expect(rig.conductor.counts.droppedNotes).toBe(1);
  });
});
