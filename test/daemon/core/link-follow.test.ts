import { describe, expect, test } from 'vitest';
import { LinkBand } from '../../support/link-band.js';
import { noteFaults } from '../../support/notes.js';

const quiet = { stray: 0, restruck: 0, open: 0 };

/** Each tick since the last look lies on its place of the session's bar. */
function expectTogether(session: LinkBand, beats = 4): void {
  const ticks = session.rig.ticks.splice(0);
  expect(ticks.length).toBeGreaterThan(8);
  for (const [at, { tick, tickInBar, at: time }] of ticks.entries()) {
    expect(tick).toBe(ticks[0]!.tick + at);
    expect(Math.abs(time - ticks[0]!.at - (at * 15_000_000) / session.bpm)).toBeLessThan(20);
    const { off, place } = session.placeOf(time, beats);
    expect(place).toBe(tickInBar);
    expect(Math.abs(off)).toBeLessThan(10);
  }
}

describe('in a Link session', () => {
  test('the music begins on a bar line of the session, and stays on its sixteenths', () => {
    for (const wait of [0, 0.3, 1.9, 3.99]) {
      const session = new LinkBand();
      session.tell();
      session.beats(5 + wait);
      session.start();
      expect(session.rig.ticks).toEqual([]);
      session.beats(9);
      expect(session.rig.ticks[0]).toMatchObject({ tick: 0, bar: 0, tickInBar: 0 });
      expectTogether(session);
      expect(session.rig.conductor.counts).toMatchObject({ misses: 0, droppedNotes: 0 });
    }
  });

  test('a tempo that others set is taken up, and no tick is left out or played twice', () => {
    const session = new LinkBand();
    session.tell();
    session.start();
    session.beats(8);
    const played = session.rig.ticks.splice(0);
    for (const [bpm, wait] of [
      [133.7, 0.05],
      [60, 0.2],
      [240, 0.24],
      [119.99, 0.12],
    ] as const) {
      session.beats(wait);
      session.turn(bpm);
      session.beats(2);
      played.push(...session.rig.ticks.splice(0));
      session.beats(8);
      played.push(...session.rig.ticks);
      expectTogether(session);
      expect(session.beat.status).toEqual({ state: 'link', bpm, other: 1 });
    }
    expect(played.map(({ tick }) => tick)).toEqual([...played.keys()]);
    expect(noteFaults(session.rig.sent)).toMatchObject({ stray: 0, restruck: 0 });
  });

  test('a beat that comes out elsewhere when it is measured anew is met within two beats', () => {
    const session = new LinkBand();
    session.tell();
    session.start();
    session.beats(6);
    for (const moved of [700, -3000, 40_000, -60_000]) {
      // The next tick is nearer than any that it could jump to.
      session.beats(0.2);
      session.rig.ticks.splice(0);
      session.zero += moved;
      session.tell();
      session.beats(2);
      const ticks = session.rig.ticks.splice(0);
      expect(ticks.length).toBeGreaterThan(6);
      expect(ticks.map(({ tick }) => tick - ticks[0]!.tick)).toEqual([...ticks.keys()]);
      session.beats(8);
      expectTogether(session);
    }
  });

  test('who plays already jumps to the bars of a session that it comes to, and no note hangs', () => {
    for (const moved of [200_000, 700_000, 1_300_000, 1_900_000]) {
      const session = new LinkBand();
      session.peers = 0;
      session.tell();
      session.start();
      session.beats(7.3);
      session.peers = 2;
      session.zero += moved;
      session.tell();
      session.rig.ticks.splice(0);
      session.beats(1);
      session.rig.ticks.splice(0);
      session.beats(9);
      expectTogether(session);
      session.beat.stop();
      session.rig.run(0);
      expect(noteFaults(session.rig.sent)).toEqual(quiet);
    }
  });

  test('with nobody else there it plays at once, and goes by the tempo alone', () => {
    const session = new LinkBand();
    session.peers = 0;
    session.tell();
    const { now } = session.rig;
    session.start();
    session.beats(1);
    expect(session.rig.ticks[0]!.at - now).toBeLessThan(100_000);
    session.zero += 77_000;
    session.turn(100);
    session.rig.ticks.splice(0);
    session.beats(4);
    const [first, next] = session.rig.ticks.slice(-2);
    expect(Math.abs(next!.at - first!.at - 150_000)).toBeLessThan(2);
    expect(session.beat.status).toEqual({ state: 'link', bpm: 100, other: 0 });
  });

  test('alone, it lies where it did when the session is measured anew in mid-mend', () => {
    const session = new LinkBand();
    session.tell();
    session.start();
    session.beats(6);
    session.move(20_000);
    session.beats(0.1);
    session.peers = 0;
    session.move(55_000);
    const { now } = session.rig;
    const beats = session.rig.conductor.timeline.pulseAt(now) / 960;
    session.beats(8);
    const after = session.rig.conductor.timeline.pulseAt(session.rig.now) / 960;
    expect(after - beats).toBeCloseTo(((session.rig.now - now) * 120) / 60e6, 2);
  });

  test('alone, continue goes on at once where it stopped', () => {
    for (const heard of [true, false]) {
      const session = new LinkBand();
      session.peers = 0;
      if (heard) session.tell();
      session.start();
      session.beats(3.1);
      session.beat.stop();
      session.rig.run(0);
      const last = session.rig.ticks.at(-1)!.tick;
      session.beats(1.37);
      const { now } = session.rig;
      session.beat.resume(now);
      session.beats(1);
      const next = session.rig.ticks.find(({ tick }) => tick === last + 1)!;
      expect(next.at - now).toBeLessThan(100_000);
    }
  });

  test('start and continue change nothing while it plays, or waits for its bar line', () => {
    for (const again of ['start', 'resume'] as const)
      for (const wait of [1.2, 6.1]) {
        const session = new LinkBand();
        session.tell();
        session.beats(0.5);
        session.start();
        session.beats(wait);
        session.beat[again](session.rig.now);
        session.beats(9);
        const { ticks } = session.rig;
        expect(ticks[0]).toMatchObject({ tick: 0, bar: 0, tickInBar: 0 });
        expectTogether(session);
        expect(new Set(session.rig.requests.map(({ take }) => take)).size).toBe(1);
      }
  });

  test('it begins on a bar line 45 ms away, and not on one 35 ms away', () => {
    for (const [away, line] of [
      [45_000, 8],
      [35_000, 12],
    ] as const) {
      const session = new LinkBand();
      session.tell();
      session.rig.run(session.zero + 8 * 500_000 - away - session.rig.now);
      session.start();
      session.beats(6);
      expect(Math.abs(session.rig.ticks[0]!.at - session.zero - line * 500_000)).toBeLessThan(10);
    }
  });

  test('continue goes on where it stopped, at that place of the bar', () => {
    const session = new LinkBand();
    session.tell();
    session.start();
    session.beats(4 + 6.1);
    session.beat.stop();
    session.rig.run(0);
    const last = session.rig.ticks.at(-1)!;
    session.beats(1.7);
    session.rig.ticks.splice(0);
    session.beat.resume(session.rig.now);
    session.beats(8);
    expect(session.rig.ticks[0]!.tick).toBe(last.tick + 1);
    expect(session.rig.ticks[0]!.tickInBar).toBe((last.tickInBar + 1) % 16);
    expectTogether(session);
    // What it remembers of the take counts on.
    expect(new Set(session.rig.requests.map(({ take }) => take)).size).toBe(1);
  });

  test('where it went on once, or waited to, is nothing to a later start', () => {
    for (const way of ['internal', 'link', 'alone'] as const) {
      const session = new LinkBand();
      session.tell();
      session.start();
      session.beats(30);
      session.beat.stop();
      session.rig.run(0);
      session.beat.resume(session.rig.now);
      session.beats(4);
      session.beat.stop();
      session.rig.run(0);
      if (way === 'internal') session.beat.choose('internal', 120, session.rig.now);
      if (way === 'alone') session.peers = 0;
      if (way === 'alone') session.tell();
      session.start();
      session.beats(6);
      if (way === 'internal') session.beat.choose('link', 120, session.rig.now);
      session.peers = 1;
      session.move(777_000);
      session.beats(1);
      session.rig.ticks.splice(0);
      session.beats(8);
      expect(session.rig.ticks[0]!.tick).toBeLessThan(40);
      expectTogether(session);
    }
  });

  test('three beats to a bar are three beats of the session', () => {
    const session = new LinkBand({ beatsPerBar: 3 });
    session.tell();
    session.start();
    session.beats(11);
    const ticks = session.rig.ticks.splice(0);
    for (const { at, tickInBar } of ticks) expect(session.placeOf(at, 3).place).toBe(tickInBar);
  });

  test('a stop before it begins leaves it silent', () => {
    const session = new LinkBand();
    session.tell();
    session.beats(0.5);
    session.start();
    session.beats(0.2);
    session.beat.stop();
    session.beats(8);
    expect(session.rig.ticks).toEqual([]);
    expect(session.rig.conductor.playing).toBe(false);
  });

  test('the one is where the others have it; alone it is where it is said', () => {
    const session = new LinkBand();
    session.tell();
    session.start();
    session.beats(6.3);
    session.beat.downbeat(session.rig.now);
    session.rig.ticks.splice(0);
    session.beats(6);
    expectTogether(session);
  });

  test('it is in a session of its own from when it is asked to, before it has heard of any', () => {
    for (const from of ['internal', 'midi'] as const) {
      const { beat, rig } = new LinkBand();
      beat.choose(from, 97, rig.now);
      beat.choose('link', 97, rig.now);
      expect(beat.status).toEqual({ state: 'link', bpm: 97, other: 0 });
    }
  });

  test('left, it goes on at its own tempo from where it is', () => {
    const session = new LinkBand();
    session.tell();
    session.start();
    session.beats(6);
    session.beat.choose('internal', 90, session.rig.now);
    session.beats(4);
    const ticks = session.rig.ticks;
    expect(ticks.map(({ tick }) => tick)).toEqual([...ticks.keys()]);
    expect(session.beat.status).toEqual({ state: 'internal', bpm: 90, other: 0 });
    // What is heard of the session later is nothing to it.
    session.turn(200);
    expect(session.beat.status.bpm).toBe(90);
  });
});
