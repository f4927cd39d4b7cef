import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NoteMessage, TickMessage } from '../../../src/daemon/core/messages.js';
import { parseSnapshot } from '../../../src/daemon/core/parse-snapshot.js';
import { type BarLine, entryAfter, SnapshotTaker } from '../../../src/daemon/core/snapshot.js';
import { ppq, pulsesPerTick, Timeline } from '../../../src/daemon/core/timeline.js';

const second = 1_000_000;
const pace = (bpm: number) => () => ({ bpm, ticksPerBar: 16 });
const lines = fc.record({
  bars: fc.integer({ min: 0, max: 100_000 }),
  at: fc.integer({ min: 0, max: 1e12 }),
  bpm: fc.double({ min: 20, max: 300, noNaN: true }),
  beats: fc.integer({ min: 2, max: 7 }),
  grid: fc.constantFrom(8, 12, 16, 24, 32),
});
const lineOf = ({
  bars,
  at,
  bpm,
  beats,
  grid,
}: typeof lines extends fc.Arbitrary<infer T> ? T : never): BarLine => {
  const ticksPerBar = (beats * grid) / 4;
  return { tick: bars * ticksPerBar, at, bpm, ticksPerBar, grid };
};

describe('The music comes in again', () => {
  it('on a beat of the timeline it left, after the first plan can be there, within 2 s of the death or a beat', () => {
    fc.assert(
      fc.property(lines, fc.nat(50 * second), fc.nat(2 * second), (drawn, silence, loading) => {
        const line = lineOf(drawn);
        const died = line.at + silence;
        const now = died + loading;
        const { pulse, at, bpm } = entryAfter(line, died, now);
        const left = new Timeline(bpm, line.tick * pulsesPerTick(line.grid), line.at);
        expect(bpm).toBe(line.bpm);
        expect(left.microsAt(pulse)).toBe(at);
        expect(pulse % ppq).toBe(0);
        expect(at - now).toBeGreaterThanOrEqual(150_000);
        const beat = left.microsAt(ppq) - left.microsAt(0);
        expect(at).toBeLessThanOrEqual(Math.max(died + 2 * second, now + 150_000 + beat + 2));
      }),
      { seed: 5, numRuns: 1000 },
    );
  });

  it('on the next bar line where that is near enough, and where not, on a beat', () => {
    const line = { tick: 64, at: 10 * second, bpm: 120, ticksPerBar: 16, grid: 16 };
    const [early, late] = [10.1 * second, 12.3 * second];
    expect(entryAfter(line, early, early + 0.8 * second)).toEqual({
      pulse: 80 * 240,
      at: 12 * second,
      bpm: 120,
    });
    expect(entryAfter(line, early, late)).toEqual({
      pulse: 80 * 240 + ppq,
      at: 12.5 * second,
      bpm: 120,
    });
  });

  it('soon, on its bar, where the machine was started anew meanwhile', () => {
    const line = { tick: 64, at: 10 * second, bpm: 120, ticksPerBar: 16, grid: 16 };
    for (const now of [2 * second, 500 * second]) {
      const { pulse, at } = entryAfter(line, now - 1, now);
      expect(at - now).toBeLessThan(second);
      expect(pulse % ppq).toBe(0);
    }
  });
});

describe('A snapshot', () => {
  const tickOf = (tick: number): TickMessage => ({
    type: 'tick',
    part: 1,
    tick,
    bar: Math.floor(tick / 16),
    tickInBar: tick % 16,
    token: `t${tick}`,
    heard: 'self',
    missed: false,
  });
  const noteOf = (tick: number, pitch: number, channel: number): NoteMessage => ({
    ...{ type: 'note', part: 1, tick, channel, pitch, velocity: 90, offset: 0, label: '' },
  });

  it('is due at each bar line and at each new key, and at nothing else', () => {
    const taker = new SnapshotTaker([16]);
    const due = Array.from({ length: 48 }, (_, tick) => [
      taker.add(tickOf(tick), tick, pace(120)),
      taker.add(noteOf(tick, 36 + (tick % 3), 10), tick, pace(120)),
    ]);
    expect(due.flatMap(([line], tick) => (line ? [tick] : []))).toEqual([0, 16, 32]);
    expect(due.flatMap(([, key], tick) => (key ? [tick] : []))).toEqual([0, 1, 2]);
  });

  it('has the last bar line, the whole bars before it, and every key on its channel', () => {
    const taker = new SnapshotTaker([16]);
    for (let tick = 0; tick < 40; tick += 1) taker.add(tickOf(tick), 1000 * tick, pace(97));
    taker.add(noteOf(39, 38, 10), 1, pace(97));
    taker.add(noteOf(39, 60, 1), 1, pace(97));
    const snapshot = taker.take({ seed: 7 }, true, { paired: [], preset: 'verse 2', fade: null });
    expect(snapshot.line).toEqual({ tick: 32, at: 32_000, bpm: 97, ticksPerBar: 16, grid: 16 });
    expect(snapshot.played[0]!.ticks.map(({ token }) => token)).toEqual(
      Array.from({ length: 32 }, (_, tick) => `t${tick}`),
    );
    expect(snapshot.keys).toEqual([9 * 128 + 38, 60]);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('is whole before the first bar line, too', () => {
    const snapshot = new SnapshotTaker([16, 24]).take({ seed: 7 }, true, {
      paired: [],
      preset: null,
      fade: null,
    });
    expect(parseSnapshot(JSON.stringify(snapshot))).toEqual(snapshot);
  });
});
