import { describe, expect, test } from 'vitest';
import { LinkBand } from '../../support/link-band.js';

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
          expect(band.placeOf(at)).toMatchObject({ sixteenth: tickInBar });
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
          expect(band.placeOf(at)).toMatchObject({ sixteenth: tickInBar });
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
          const { off, sixteenth } = band.placeOf(first!.at - nudge * 1000);
          expect([sixteenth, Math.abs(off) < 10], `${bpm} ${wait} ${off} ${sixteenth}`).toEqual([
            0,
            true,
          ]);
          expect(band.rig.conductor.counts).toMatchObject({ misses: 0, latePlans: 0 });
        }
    },
  );
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
    const { off, sixteenth } = band.placeOf(bytes[start + 1]!.at);
    expect([sixteenth, Math.abs(off) < 10]).toEqual([0, true]);
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
      expect(band.placeOf(next.at).sixteenth).toBe(position!.data % 16);
    }
  });
});
