import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { Checkup } from '../../src/daemon/checkup.js';
import { bucketCount, Histogram } from '../../src/daemon/core/histogram.js';
import type { Health } from '../../src/daemon/health.js';
import type { Totals } from '../../src/daemon/threads/totals.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const totals: Totals = {
  ...{ ticks: 0, notesOn: 0, notesOff: 0, misses: 0, fallbacks: 0, latePlans: 0 },
  ...{ droppedNotes: 0, sendErrors: 0, modelRestarts: 0 },
  lateness: { p50: 0, p99: 0, max: 0 },
  predict: { p50: 0, p99: 0, max: 0 },
};
const now: Omit<Health, 'status' | 'problems'> = {
  ...{ ...totals, version: '1.2.3', pid: 77, uptime_s: 60, playing: true, clients: 0, rss_mb: 140 },
  ...{ name: 'small', engine: 'ort', device: 'webgpu' },
  clock: { state: 'internal', bpm: 120, other: 0 },
  midi: { outs: ['ghostnote out'], in: 'ghostnote in', note: '' },
};

const info = { name: 'small', material: 'drums', grid: 16, engine: 'ort' } as const;

test('a problem is told for half a minute at least and a minute at most, and a device that went for good', () => {
  let misses = 0;
  const checkup = new Checkup({
    totals: () => ({ ...totals, misses }),
    infos: [{ ...info, device: 'webgpu' }],
    lateness: () => new Float64Array(bucketCount),
  });
  const look = (device = 'webgpu') => {
    const { status, problems } = checkup.health({ ...now, misses, device });
    return [status, ...problems];
  };
  expect(look()).toEqual(['ok']);
  vi.advanceTimersByTime(45_000);
  misses = 1;
  const told: boolean[] = [];
  for (let seconds = 0; seconds < 120; seconds += 1) {
    told.push(look().includes('plans come late'));
    vi.advanceTimersByTime(1000);
  }
  const from = told.indexOf(false);
  expect(from).toBeGreaterThan(30);
  expect(from).toBeLessThanOrEqual(60);
  expect(told.slice(from)).not.toContain(true);
  expect(look('cpu')).toEqual(['degraded', 'webgpu has gone']);
  checkup.end();
  expect(vi.getTimerCount()).toBe(0);
});

test('notes that leave late now are told after days of good ones, and bad ones of long ago are not', () => {
  const buckets = new Float64Array(bucketCount);
  const notes = new Histogram(buckets);
  const host = { totals: () => totals, lateness: () => buckets.slice() };
  const checkup = new Checkup({ ...host, infos: [{ ...info, device: 'webgpu' }] });
  onTestFinished(() => checkup.end());
  const halfMinute = (late: number, other: number): readonly string[] => {
    for (let note = 0; note < 200; note += 1) notes.add(note < late ? 20_000 : other);
    vi.advanceTimersByTime(30_000);
    return checkup.health(now).problems;
  };
  expect(halfMinute(200, 50)).toEqual(['notes leave late']);
  for (let passed = 0; passed < 1000; passed += 1) halfMinute(2, 50);
  expect(halfMinute(3, 50)).toEqual([]);
  expect(halfMinute(20, 50)).toEqual(['notes leave late']);
  expect(halfMinute(0, 50)).toEqual([]);
});
