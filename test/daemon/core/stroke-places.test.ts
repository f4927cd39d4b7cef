import { describe, expect, test } from 'vitest';
import { BeatEstimate } from '../../../src/daemon/core/beat-estimate.js';
import { StrokePlaces } from '../../../src/daemon/core/stroke-places.js';
import { ppq } from '../../../src/daemon/core/timeline.js';

const beat = 500_000;
const straight = (beats: number): number => Math.round(beats * ppq);

/** An estimate that has heard a steady beat until the given one, and is sure of it. */
function steady(until: number): BeatEstimate {
  const estimate = new BeatEstimate(0, 0, beat);
  for (let each = 0; each <= until; each += 1) estimate.hear(each * ppq, each * beat, 15_000, 1);
  return estimate;
}

/** Where a stroke at a place in beats is said to be meant for, in beats, and how sure that is. */
function meant(places: StrokePlaces, at: number, estimate = steady(8)): [number, number] {
  places.find(at * beat, estimate, straight);
  return [places.pulse / ppq, places.sure];
}

describe('a stroke', () => {
  test.each([
    [9, 9],
    [9.03, 9],
    [8.97, 9],
    [9.48, 9.5],
    [9.26, 9.25],
    [9.76, 9.75],
  ])('at beat %d is meant for %d', (at, place) => {
    const places = new StrokePlaces();
    expect(meant(places, at)[0]).toBe(place);
    for (let each = 0; each < 10; each += 1) meant(places, at);
    expect(meant(places, at)[1]).toBeGreaterThan(0.8);
  });

  test('between two places is likely to be meant for the one that the player uses', () => {
    const [sixteenths, triplets] = [new StrokePlaces(), new StrokePlaces()];
    for (let each = 0; each < 40; each += 1) {
      meant(sixteenths, 9.25);
      meant(triplets, 9 + 1 / 3);
    }
    expect(meant(sixteenths, 9.29)[0]).toBe(9.25);
    expect(meant(triplets, 9.29)[0]).toBeCloseTo(9 + 1 / 3, 3);
  });

  test('is the less sure to be meant for a place the farther it lies from that', () => {
    const sure = [9, 9.03, 9.06, 9.09, 9.12].map((at) => meant(new StrokePlaces(), at)[1]);
    expect(sure.toSorted((a, b) => b - a)).toEqual(sure);
    expect(sure[0]! - sure.at(-1)!).toBeGreaterThan(0.2);
  });

  test('of a roll is less sure to be meant for a place than one by itself', () => {
    const places = new StrokePlaces();
    const [, before] = meant(places, 9.12);
    for (let each = 0; each < 64; each += 1) meant(places, 9 + each / 64);
    expect(meant(places, 9.12)[1]).toBeLessThan(before);
  });

  test('is meant for no place before that of the last', () => {
    const estimate = steady(9);
    const [found] = meant(new StrokePlaces(), 8.8, estimate);
    expect(found).toBe(9);
  });

  test('is meant for a place where that is played: swung', () => {
    const swung = (beats: number) => straight(beats % 1 === 0.5 ? beats + 1 / 6 : beats);
    const places = new StrokePlaces();
    meant(places, 9.5);
    const eighth = places.spread;
    places.find((9 + 2 / 3) * beat, steady(8), swung);
    expect(places.pulse).toBe(straight(9 + 2 / 3));
    expect(places.spread).toBe(eighth);
  });
});
