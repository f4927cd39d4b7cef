import { describe, expect, test } from 'vitest';
import { straight } from '../../../src/daemon/core/swing.js';
import { dice } from '../../support/clock-stamps.js';
import { LinkBand } from '../../support/link-band.js';
import { noteFaults } from '../../support/notes.js';

describe('music that a Link session moves', () => {
  test('never goes back before its top: it begins there again on a bar line', () => {
    for (const moved of [200_000, 700_000, 1_300_000, 1_900_000])
      for (const after of [0.02, 0.3, 1.2, 1.9]) {
        const band = new LinkBand();
        band.peers = 0;
        band.tell();
        band.start();
        band.beats(after);
        band.peers = 1;
        band.zero = band.rig.now - moved;
        band.tell();
        band.rig.ticks.splice(0);
        band.beats(9);
        const ticks = band.rig.ticks;
        expect(ticks.map(({ tick }) => tick).filter((tick) => tick < 0)).toEqual([]);
        for (const { at, tickInBar } of ticks.slice(4))
          expect(band.placeOf(at)).toMatchObject({ place: tickInBar });
      }
  });

  test('waits for another bar line where that of its beginning moves away', () => {
    for (const moved of [300_000, 900_000, 1_100_000, 1_700_000])
      for (const wait of [0.2, 1, 2.5, 3.9]) {
        const band = new LinkBand();
        band.tell();
        band.beats(4.05);
        band.start();
        band.beats(wait - 0.05);
        const begun = band.rig.ticks.length > 0;
        band.zero += moved;
        band.tell();
        band.beats(9);
        const ticks = band.rig.ticks;
        if (!begun) expect(ticks[0], `${moved} ${wait}`).toMatchObject({ tick: 0, tickInBar: 0 });
        for (const { at, tickInBar } of ticks.slice(-8))
          expect(band.placeOf(at)).toMatchObject({ place: tickInBar });
      }
  });

  test('stays stopped where it was stopped while it was being moved a little', () => {
    const band = new LinkBand();
    band.tell();
    band.start();
    band.beats(6);
    band.zero += 60_000;
    band.tell();
    band.beats(0.05);
    band.beat.stop();
    band.zero += 700_000;
    band.tell();
    band.rig.ticks.splice(0);
    band.beats(8);
    expect(band.rig.ticks).toEqual([]);
    expect(band.rig.conductor.playing).toBe(false);
  });

  test.each([-100, -50, 0, 100])(
    'begins with its first note where it is nudged by %i ms',
    (nudge) => {
      for (const bpm of [60, 120, 300])
        for (let wait = 0; wait < 4; wait += 0.05) {
          const band = new LinkBand({ tempo: bpm });
          band.rig.conductor.setNudge(nudge * 1000);
          band.rig.thinking = 12_000;
          band.bpm = bpm;
          band.tell();
          band.beats(5 + wait);
          band.start();
          band.beats(6);
          const [first] = band.rig.ticks;
          expect(first!.tick).toBe(0);
          const { off, place } = band.placeOf(first!.at - nudge * 1000);
          expect([place, Math.abs(off) < 10], `${bpm} ${wait} ${off} ${place}`).toEqual([0, true]);
          expect(band.rig.conductor.counts).toMatchObject({ misses: 0, latePlans: 0 });
        }
    },
  );
});

/** In a session, and in mid-bar another metre was set: three beats from the next bar line on. */
function bandInThree(): LinkBand {
  const band = new LinkBand();
  band.tell();
  band.start();
  band.beats(13);
  band.rig.conductor.setBeatsPerBar(3);
  return band;
}

test('another metre leaves the beat alone; from the next start the bars are those of the session', () => {
  const band = bandInThree();
  const { rig, beat } = band;
  for (const turned of [0, 1]) {
    band.peers = 1 + turned; // somebody comes: it is told of the session again
    band.tell();
    band.beats(9);
  }
  expect(rig.ticks.map(({ tick }) => tick)).toEqual([...rig.ticks.keys()]);
  for (const { at, tick } of rig.ticks) expect(band.placeOf(at).place % 4).toBe(tick % 4);
  expect(rig.ticks.at(-1)!.bar).toBeGreaterThan(5);
  beat.stop();
  rig.ticks.splice(0);
  band.beats(0.7);
  band.start();
  band.beats(9);
  for (const { at, tickInBar } of rig.ticks) expect(band.placeOf(at, 3).place).toBe(tickInBar);
});

test.each(['stops and goes on', 'jumps'])(
  'where it %s after another metre, its bars are those of the session',
  (way) => {
    const band = bandInThree();
    const { rig, beat } = band;
    band.beats(9.3);
    if (way === 'jumps') band.move(777_000);
    else {
      beat.stop();
      rig.run(0);
      const last = rig.ticks.splice(0).at(-1)!;
      band.beats(0.7);
      beat.resume(rig.now);
      band.beats(4);
      expect(rig.ticks[0]!.tick).toBe(last.tick + 1);
    }
    band.beats(1);
    rig.ticks.splice(0);
    band.beats(9);
    for (const { at, tickInBar } of rig.ticks) expect(band.placeOf(at, 3).place).toBe(tickInBar);
  },
);

describe('whatever a session and its players do', () => {
  const acts: readonly ((band: LinkBand, roll: () => number) => void)[] = [
    (band) => band.start(),
    ({ beat, rig }) => beat.resume(rig.now),
    ({ beat }) => beat.stop(),
    ({ beat, rig }) => beat.downbeat(rig.now),
    (band, roll) => band.turn(25 + roll() * 270),
    (band, roll) => band.move((roll() - 0.5) * 4e6),
    (band, roll) => band.move((roll() - 0.5) * 1e5),
    (band) => {
      band.peers = 1 - band.peers;
      band.tell();
    },
    ({ rig }, roll) =>
      rig.conductor.setSwing({
        share: 0.5 + roll() / 4,
        notes: roll() < 0.5 ? '16ths' : '8ths',
      }),
    (band, roll) => {
      band.beat.choose('internal', band.bpm, band.rig.now);
      band.beats(roll() * 3);
      band.beat.choose('link', band.bpm, band.rig.now);
      band.tell();
    },
  ];

  test('two grids end up on its bars, tick after tick, and each note has one end', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const roll = dice(seed);
      const beatsPerBar = [3, 4, 5, 7][seed % 4]!;
      const band = new LinkBand({ beatsPerBar, parts: [{}, { grid: 12, channel: 3 }] });
      const { rig, beat } = band;
      rig.conductor.setClockOut(seed % 2 === 0, rig.now);
      for (let step = 0; step < 14; step += 1) {
        acts[Math.floor(roll() * acts.length)]!(band, roll);
        rig.run(0);
        band.beats(roll() * 5);
      }
      band.peers = 1;
      band.tell();
      rig.conductor.setSwing(straight);
      band.start();
      band.beats(14);
      expect(rig.ticks.filter(({ tick }) => tick < 0)).toEqual([]);
      rig.ticks.splice(0);
      band.beats(8);
      for (const part of [0, 1]) {
        const ticks = rig.ticks.filter((tick) => tick.part === part);
        expect(ticks.length).toBeGreaterThan(20);
        expect(ticks.map(({ tick }) => tick - ticks[0]!.tick)).toEqual([...ticks.keys()]);
        for (const { at, tickInBar } of ticks) {
          const { off, place } = band.placeOf(at, beatsPerBar, part === 0 ? 4 : 3);
          expect([place, Math.abs(off) < 15], `seed ${seed}`).toEqual([tickInBar, true]);
        }
      }
      beat.stop();
      rig.run(0);
      const notes = rig.sent.filter(([status]) => status < 0xf0);
      expect(noteFaults(notes)).toEqual({ stray: 0, restruck: 0, open: 0 });
    }
  });
});

describe('the MIDI clock of music in a Link session', () => {
  const period = 60_000_000 / 120 / 24;
  function listen(band: LinkBand): { byte: number; data: number; at: number }[] {
    const bytes: { byte: number; data: number; at: number }[] = [];
    band.rig.wire = (byte, low, high) => {
      if (byte >= 0xf0) bytes.push({ byte, data: low + 128 * high, at: band.rig.now });
    };
    band.rig.conductor.setClockOut(true, band.rig.now);
    return bytes;
  }
  const gapsOf = (bytes: ReturnType<typeof listen>): number[] => {
    const clocks = bytes.filter(({ byte }) => byte === 0xf8).map(({ at }) => at);
    return clocks.slice(1).map((at, before) => at - clocks[before]!);
  };

  test('is even from before the first bar on, and who hears Start begins on the bar line', () => {
    const band = new LinkBand();
    band.tell();
    const bytes = listen(band);
    band.beats(4.7);
    band.start();
    band.beats(9);
    for (const gap of gapsOf(bytes)) expect(Math.abs(gap - period)).toBeLessThan(2);
    const start = bytes.findIndex(({ byte }) => byte === 0xfa);
    const { off, place } = band.placeOf(bytes[start + 1]!.at);
    expect([place, Math.abs(off) < 10]).toEqual([0, true]);
    expect(bytes.filter(({ byte }) => byte === 0xfa)).toHaveLength(1);
  });

  test('goes on where the music jumps, and says to which place', () => {
    for (const moved of [0, 0.31, 0.77, 1.9, 3.1]) {
      const band = new LinkBand();
      band.peers = 0;
      band.tell();
      const bytes = listen(band);
      band.start();
      band.beats(5.3);
      const before = bytes.length;
      band.peers = 1;
      band.zero = band.rig.now - moved * 500_000;
      band.tell();
      band.beats(6);
      for (const gap of gapsOf(bytes)) {
        expect(gap).toBeGreaterThan(period / 2 - 2);
        expect(gap).toBeLessThan(1.5 * period + 2);
      }
      const told = bytes.slice(before).filter(({ byte }) => byte !== 0xf8);
      expect(told.map(({ byte }) => byte)).toEqual([0xfc, 0xf2, 0xfb]);
      const [, position, onwards] = told;
      const next = bytes[bytes.indexOf(onwards!) + 1]!;
      expect(band.placeOf(next.at).place).toBe(position!.data % 16);
    }
  });
});
