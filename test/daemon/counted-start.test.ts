import { expect, test } from 'vitest';
import type { Values } from '../../src/daemon/core/setting.js';
import { CountedStart } from '../../src/daemon/counted-start.js';
import { fakeDaemon, logLines } from '../support/fake-daemon.js';

/** Four strokes at 100 BPM, the first after a second, beside a ghostnote that is so set. */
function count(values: Values, playing = false) {
  const { control, changes } = fakeDaemon({}, values);
  control.publish({ type: 'transport', playing });
  const { lines, log } = logLines();
  const keys: number[] = [];
  const launched: { bpm: number; at: number; tempo: unknown }[] = [];
  const counted = new CountedStart(
    control,
    {
      key: (_, velocity) => keys.push(velocity),
      realTime: () => undefined,
      launch: (bpm, at) => launched.push({ bpm, at, tempo: changes.at(-1)?.['tempo'] }),
    },
    log,
  );
  for (const stroke of [0, 1, 2, 3])
    for (const velocity of [90, 0])
      counted.key(37, velocity, 1_000_000 + stroke * 600_000 + (90 - velocity) * 1000, 9);
  return { control, launched, lines, keys };
}

test('whoever counts in sets the tempo, and the music begins a beat after the last stroke', () => {
  for (const clock of ['internal', 'player']) {
    const { control, launched, lines, keys } = count({ 'count-in': 4, clock });
    // The tempo is in force before it begins.
    expect(launched).toEqual([{ bpm: 100, at: 3_400_000, tempo: 100 }]);
    expect(control.values['tempo']).toBe(100);
    expect(lines).toEqual(['info Counted in: 100.0 BPM.']);
    // The strokes are music as well.
    expect(keys.length).toBe(8);
  }
});

test('it begins where the strokes were meant, by the latency that is set', () => {
  const { launched } = count({ 'count-in': 4, latency: 40 });
  expect(launched).toMatchObject([{ at: 3_360_000 }]);
});

test.each([
  ['while it plays', { 'count-in': 4 }, true],
  ['where it is not asked for', {}, false],
  ['where a MIDI clock keeps the beat', { 'count-in': 4, clock: 'midi' }, false],
  ['where a Link session does', { 'count-in': 4, clock: 'link' }, false],
  ['before there are enough strokes', { 'count-in': 5 }, false],
])('strokes are strokes and no more %s', (_, values, playing) => {
  const { control, launched, lines, keys } = count(values, playing);
  expect([launched, lines, control.values['tempo']]).toEqual([[], [], 120]);
  expect(keys.length).toBe(8);
});

test('what was struck while it played is no part of a count', () => {
  const { control } = fakeDaemon({}, { 'count-in': 4 });
  const launched: number[] = [];
  const music = {
    key: () => undefined,
    realTime: () => undefined,
    launch: (_: number, at: number) => void launched.push(at),
  };
  const counted = new CountedStart(control, music, () => undefined);
  for (let stroke = 0; stroke < 6; stroke += 1) {
    control.publish({ type: 'transport', playing: stroke === 2 });
    counted.key(37, 90, stroke * 500_000, 9);
  }
  expect(launched).toEqual([]);
});
