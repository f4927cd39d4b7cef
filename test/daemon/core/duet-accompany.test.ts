import { describe, expect, test } from 'vitest';
import { jam, playedTicks, range, runTo, strike } from '../../support/jam.js';
import { onset } from '../../support/rig.js';

describe('accompany', () => {
  test('keeps its own groove under a keyboard, and takes a drum pad into it', () => {
    for (const [channel, heard] of [
      [0, null],
      [9, [{ pitch: 38, velocity: 90, offset: 0 }]],
    ] as const) {
      const it = jam({});
      strike(it, 4, 90, 38, channel);
      runTo(it, 6);
      expect(it.rig.requests[5]!.heard).toEqual(heard);
      expect(playedTicks(it)).toEqual(range(0, 6));
    }
  });

  test('is louder under a loud player and softer under a soft one; its window is not told', () => {
    const mean = (velocity: number): number => {
      const it = jam({});
      for (const place of range(0, 16)) strike(it, 2 * place, velocity, 60, 0);
      expect(it.rig.requests.every(({ played }) => played === null)).toBe(true);
      const late = it.rig.notes.filter((note) => note.tick > 16).map(({ note }) => note.velocity);
      return late.reduce((sum, each) => sum + each, 0) / late.length;
    };
    expect(mean(80)).toBe(64);
    expect(mean(120)).toBeGreaterThan(90);
    expect(mean(40)).toBeLessThan(50);
  });

  test('is as loud as a drummer on pads, whatever it means to play, and not the louder for it', () => {
    const mean = (velocity: number, meant: number): number => {
      const it = jam({}, { plan: ({ tick }) => onset(tick, [{ pitch: 42, velocity: meant }]) });
      for (const place of range(0, 24)) strike(it, 2 * place, velocity, 38, 9);
      const late = it.rig.notes.filter((note) => note.tick > 16).map(({ note }) => note.velocity);
      return late.reduce((sum, each) => sum + each, 0) / late.length;
    };
    for (const meant of [40, 60]) expect(mean(50, meant)).toBeCloseTo(50, 0);
    expect(Math.abs(mean(100, 90) - 100)).toBeLessThan(3);
  });

  test('asks for no fuller plan than a drummer on pads gives it to go on from', () => {
    const it = jam({});
    for (const place of range(0, 32)) strike(it, place, 80, 38, 9);
    expect(it.rig.requests.every(({ controls }) => controls.density === 0)).toBe(true);
  });

  test('asks for accents where a riff of a keyboard has them, and for none where its window hears a drummer', () => {
    const riff = [0, 3, 6, 10];
    const accents = (channel: number): number[] => {
      const it = jam({});
      for (const bar of range(0, 3))
        for (const place of riff) strike(it, 16 * bar + place, 90, 40, channel);
      runTo(it, 64);
      return it.rig.requests.slice(48, 64).map(({ controls }) => controls.accent);
    };
    const found = accents(0);
    expect(found.flatMap((accent, place) => (accent > 0.4 ? [place] : []))).toEqual(riff);
    expect(found[4]).toBeLessThan(0);
    expect(accents(9)).toEqual(Array(16).fill(0));
  });

  test('asks for a fuller plan when you play busier, or a sparser one to make room', () => {
    const density = (lead: 'follow' | 'make-room', step: number): number => {
      const it = jam({ lead });
      for (let place = 0; place < 32; place += step) strike(it, place, 80, 60, 0);
      return it.rig.requests.at(-1)!.controls.density;
    };
    expect([density('follow', 1), density('follow', 4)]).toEqual([0.7, -0.12]);
    expect([density('make-room', 1), density('make-room', 4)]).toEqual([-0.7, 0.12]);
  });

  test('orders one fill where you leave a gap at the end of four bars', () => {
    const it = jam({});
    for (let place = 0; place < 58; place += 2) strike(it, place, 80, 60, 0);
    runTo(it, 66);
    const fills = it.rig.requests.filter(({ orders }) =>
      orders.some(({ kind }) => kind === 'fill'),
    );
    expect(fills.map((request) => request.tick)).toEqual([60]);
  });
});
