import { describe, expect, test } from 'vitest';
import { PlayerFollow } from '../../../src/daemon/core/player-follow.js';
import { ppq, Timeline } from '../../../src/daemon/core/timeline.js';
import { dice, noise } from '../../support/clock-stamps.js';

const eighths = [0, 0.5];
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** Music at 120 BPM that goes with a player. */
class Duo {
  playing = true;
  timeline = new Timeline(120, 0, 0);
  readonly follower = new PlayerFollow(this, 120);
  /** The player's beat that comes next, and when it comes. */
  beat = 0;
  at = 0;
  private readonly roll: () => number;

  constructor(seed = 1) {
    this.roll = dice(seed);
  }

  follow(timeline: Timeline): void {
    this.timeline = timeline;
  }

  pulseOf(beats: number): number {
    return Math.round(beats * ppq);
  }

  get bpm(): number {
    return this.timeline.bpm;
  }

  /** How far the music's beat is from the player's that comes next: positive where it is late. */
  get off(): number {
    return this.timeline.microsAt(this.beat * ppq) - this.at;
  }

  /** So many beats of a player who has a tempo of his own, and makes good a share of what they are apart where he hears it. */
  play(bpm: number, beats: number, { hears = 0.25, places = eighths, lag = 0 } = {}): void {
    for (const end = this.beat + beats; this.beat < end; this.beat += 1) {
      this.at += hears * this.off;
      for (const place of places) this.stroke(this.at + lag + (place * 60e6) / bpm);
      this.at += 60e6 / bpm;
    }
  }

  /** Plays on the music's own beat, so late. */
  tapAlong(beats: number, lag: number): void {
    for (const end = this.beat + beats; this.beat < end; this.beat += 1)
      for (const place of eighths)
        this.stroke(this.timeline.microsAt((this.beat + place) * ppq) + lag);
  }

  stroke(at: number): void {
    this.follower.key(Math.round(at + noise('wide', 8_000, this.roll)));
  }
}

describe('beside a player', () => {
  test.each([
    [112, eighths],
    [118, [0]],
    [128, eighths],
    [124, [0, 0.25, 0.5, 0.75]],
    [126, [0, 1 / 3, 2 / 3]],
  ])(
    'of %d BPM who plays at %j of each beat it is soon at that tempo, on his beat',
    (bpm, places) => {
      for (const seed of seeds) {
        const duo = new Duo(seed);
        duo.play(bpm, 32, { places });
        expect(Math.abs(duo.bpm / bpm - 1)).toBeLessThan(0.03);
        expect(Math.abs(duo.off)).toBeLessThan(40_000);
      }
    },
  );

  test('who gets faster bar by bar, and does not listen, it goes along', () => {
    for (const seed of seeds) {
      const duo = new Duo(seed);
      for (let bpm = 120; bpm < 140; bpm += 1) {
        duo.play(bpm, 4, { hears: 0 });
        expect(Math.abs(duo.off)).toBeLessThan(60_000);
      }
      expect(Math.abs(duo.bpm / 139 - 1)).toBeLessThan(0.03);
    }
  });

  test.each([0, 20_000, -20_000])(
    'who plays on its beat, late by %d µs by habit, it keeps its tempo',
    (lag) => {
      for (const seed of seeds) {
        const duo = new Duo(seed);
        duo.tapAlong(64, lag);
        expect(Math.abs(duo.bpm / 120 - 1)).toBeLessThan(0.06);
      }
    },
  );

  test('it does not run away from who taps along with whatever it does', () => {
    for (const seed of seeds) {
      const duo = new Duo(seed);
      duo.tapAlong(1000, -35_000);
      expect(duo.bpm).toBeGreaterThan(120 / 1.5);
      expect(duo.bpm).toBeLessThan(120 * 1.5);
    }
  });
});

test('a chord is one stroke, however many keys it has', () => {
  const [one, chord] = [new Duo(), new Duo()];
  for (let beat = 0; beat < 16; beat += 1) {
    for (const duo of [one, chord]) duo.follower.key(beat * 480_000);
    for (const late of [3000, 9000, 15_000]) chord.follower.key(beat * 480_000 + late);
  }
  expect(chord.timeline).toEqual(one.timeline);
  expect(one.bpm).toBeGreaterThan(122);
});

test('while it does not play nothing moves it', () => {
  const duo = new Duo();
  duo.playing = false;
  const { timeline } = duo;
  duo.play(130, 16);
  expect(duo.timeline).toBe(timeline);
});

test('who rests comes in on the beat of the music, which has kept the tempo that it had', () => {
  const duo = new Duo();
  duo.play(126, 32);
  const { bpm } = duo;
  // Half a bar after its bar line, as far as the player would be by his own count.
  const rested = duo.beat + 18;
  duo.beat = rested;
  duo.at = duo.timeline.microsAt(rested * ppq) + 5000;
  duo.play(126, 2);
  expect(Math.abs(duo.bpm / bpm - 1)).toBeLessThan(0.03);
  expect(Math.abs(duo.off)).toBeLessThan(25_000);
});

test('who comes in off the beat after a rest is not taken for the beat', () => {
  const duo = new Duo();
  duo.play(120, 16, { places: [0] });
  duo.beat += 64;
  duo.at = duo.timeline.microsAt(duo.beat * ppq);
  duo.play(duo.bpm, 8, { places: [0.5], hears: 0 });
  expect(Math.abs(duo.off)).toBeLessThan(40_000);
});

test('nobody takes it farther from the tempo that is set than half as fast again', () => {
  const duo = new Duo();
  for (let bpm = 120; bpm < 220; bpm += 1) {
    duo.play(bpm, 4, { hears: 0 });
    expect(duo.bpm).toBeLessThan(180);
  }
  expect(duo.bpm).toBeGreaterThan(160);
});

test('a beat that somebody moved is the beat from then on', () => {
  const duo = new Duo();
  duo.play(120, 16);
  // "The one is now", a third of a beat later.
  duo.follow(new Timeline(duo.bpm, duo.beat * ppq, Math.round(duo.at + 170_000)));
  duo.at += 170_000;
  duo.play(120, 4);
  expect(Math.abs(duo.off)).toBeLessThan(25_000);
  expect(Math.abs(duo.bpm / 120 - 1)).toBeLessThan(0.03);
});

test('a tempo that is set holds until the player tells another', () => {
  const duo = new Duo();
  duo.play(126, 16);
  duo.follow(duo.timeline.withTempo(90, duo.at));
  duo.follower.begin(90);
  duo.at = duo.timeline.microsAt(duo.beat * ppq);
  expect(duo.follower.status).toEqual({ state: 'player', bpm: 90, other: 0 });
  duo.play(93, 24);
  expect(Math.abs(duo.bpm / 93 - 1)).toBeLessThan(0.03);
});
