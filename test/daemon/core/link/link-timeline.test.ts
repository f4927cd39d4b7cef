import { expect, test } from 'vitest';
import {
  bpmOf,
  ghostOf,
  isTempo,
  type LinkTimeline,
  microBeatsAt,
  microsPerBeatOf,
  withTempo,
} from '../../../../src/daemon/core/link/link-timeline.js';

/** 120 BPM; beat 3 at 10 s. */
const timeline: LinkTimeline = {
  microsPerBeat: 500_000,
  microBeatOrigin: 3_000_000,
  timeOrigin: 10_000_000,
};

test('beats are counted in millionths, times in microseconds, each to the nearest', () => {
  expect(microBeatsAt(timeline, 10_750_000)).toBe(4_500_000);
  expect(ghostOf(timeline, 4_500_000)).toBe(10_750_000);
  // 2.98 micros are 5.96 millionths; 5 millionths are 2.5 micros.
  expect(microBeatsAt(timeline, 10_000_002.98)).toBe(3_000_006);
  expect(ghostOf(timeline, 3_000_007)).toBe(10_000_004);
});

test('a tempo counts from where it is set: the beat there is what it was', () => {
  const turned = withTempo(timeline, 90, 11_111_111);
  expect(bpmOf(turned)).toBeCloseTo(90, 3);
  expect(microBeatsAt(turned, 11_111_111)).toBe(microBeatsAt(timeline, 11_111_111));
});

test('of tempos that are set at one instant, or before one that was, each is later than the one before', () => {
  let turned = timeline;
  for (const ghost of [10_000_000, 10_000_000, 9_000_000]) {
    const next = withTempo(turned, 100, ghost);
    expect(next.microBeatOrigin).toBe(turned.microBeatOrigin + 1);
    turned = next;
  }
});

test('it has the tempos from 20 to 999 BPM, and no others', () => {
  const set = [1, 19, 20, 77.7, 998, 999, 1500].map((bpm) => bpmOf(withTempo(timeline, bpm, 0)));
  expect(set.map((bpm) => Math.round(bpm * 10) / 10)).toEqual([20, 20, 20, 77.7, 998, 999, 999]);
  const [slowest, fastest] = [20, 999].map((bpm) => microsPerBeatOf(bpm)) as [number, number];
  expect([slowest + 1, slowest, fastest, fastest - 1].map((each) => isTempo(each))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
