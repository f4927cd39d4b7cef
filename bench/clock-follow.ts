/**
 * How well a MIDI clock is followed, in virtual time: synthetic clocks whose arrivals shake, the music that is played to
 * them, and how far it is off. `node dist/bench/clock-follow.js [RUNS]`
 */
import { intervalOf } from '../src/daemon/core/clock-find.js';
import {
  arrivals,
  bar,
  meant,
  quantile,
  type Shake,
  shakes,
  type Stretch,
} from '../test/support/clock-stamps.js';
import { type Moment, playAlong } from '../test/support/playback.js';
import { row } from './row.js';

const [runs = 30] = process.argv.slice(2).map(Number);
const jitters = [0, 1, 3, 5];
const tempos = [60, 90, 120, 180, 240];
const jumps = [
  [120, 160],
  [160, 120],
  [200, 240],
  [100, 60],
] as const;
const shapes: Readonly<Record<Shake, string>> = {
  uniform: 'uniform, ± jitter',
  normal: 'normal, σ = jitter / 2',
  wide: 'normal, σ = jitter',
};

row('arrivals', 'jitter', 'BPM', 'phase p99', 'p50', 'max', 'tempo p99', 'least', 'after 6 bars');
row(...Array<string>(9).fill('---'));
for (const shake of shakes)
  for (const jitter of jitters)
    for (const bpm of tempos) {
      const played = play([{ bpm, clocks: 8 * bar }], shake, jitter);
      const phases = offs(played, 2 * bar, 8 * bar);
      const wrong = (from: number, to: number) =>
        quantile(
          played.flatMap((run) => run.slice(from, to).map((each) => Math.abs(each.bpm - bpm))),
          0.99,
        ).toFixed(3);
      row(
        shapes[shake],
        `${jitter} ms`,
        String(bpm),
        ...[0.99, 0.5, 1].map((share) => quantile(phases, share).toFixed(3)),
        // Over the bar that follows two bars: what has been heard by then is two to three bars.
        wrong(2 * bar, 3 * bar),
        leastTempoError(shake, jitter, bpm).toFixed(3),
        wrong(6 * bar, 8 * bar),
      );
    }

row();
row('arrivals', 'jitter', 'jump', 'p99 a beat after', 'two beats', 'a bar', 'over the next bar');
row(...Array<string>(7).fill('---'));
for (const shake of shakes)
  for (const jitter of jitters)
    for (const [from, to] of jumps) {
      const stretches = [
        { bpm: from, clocks: 2 * bar },
        { bpm: to, clocks: 2 * bar },
      ];
      const played = play(stretches, shake, jitter);
      const at = [1, 2, 4].map((beats) => 2 * bar + (beats * bar) / 4);
      row(
        shapes[shake],
        `${jitter} ms`,
        `${from} to ${to}`,
        ...at.map((clock) => quantile(offs(played, clock, clock + 1), 0.99).toFixed(2)),
        quantile(offs(played, 3 * bar, 4 * bar), 0.99).toFixed(2),
      );
    }

function play(stretches: readonly Stretch[], shake: Shake, jitter: number): Moment[][] {
  const times = meant(stretches);
  return Array.from({ length: runs }, (_, seed) =>
    playAlong(times, arrivals(times, shake, jitter * 1000, seed)),
  );
}

/** Milliseconds. */
function offs(played: readonly Moment[][], from: number, to: number): number[] {
  return played.flatMap((run) => run.slice(from, to).map(({ off }) => Math.abs(off) / 1000));
}

/**
 * The p99 of the tempo's error, in BPM, of the best unbiased estimate there is from two bars of clocks with normal noise of
 * this variance (Cramér and Rao): the least-squares slope, whose variance is 12 σ² / n³.
 */
function leastTempoError(shake: Shake, jitter: number, bpm: number): number {
  const shares = { uniform: 1 / Math.sqrt(3), normal: 1 / 2, wide: 1 };
  const deviation = jitter * 1000 * shares[shake];
  const slope = deviation * Math.sqrt(12 / (2 * bar) ** 3);
  return (2.576 * bpm * slope) / intervalOf(bpm);
}
