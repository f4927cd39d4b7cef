import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Calibrator } from '../../src/daemon/calibrator.js';
import type { Values } from '../../src/daemon/core/setting.js';
import { fakeDaemon } from '../support/fake-daemon.js';

/** Somebody at a keyboard, and a ghostnote that plays a tick each 125 ms, told of a little late. */
function sitDown(playing = true, values: Values = {}) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { control } = fakeDaemon({}, values);
  control.publish({ type: 'transport', playing });
  const heard: number[] = [];
  const clocks: unknown[] = [];
  const said: string[] = [];
  let now = 1_000_000;
  const calibrator = new Calibrator(
    control,
    { key: (_, __, at) => heard.push(at), realTime: (...told) => clocks.push(told) },
    (_, text) => said.push(text),
    { now: () => now },
  );
  onTestFinished(() => calibrator.end());
  const hearTick = (part: number, tick: number): void => {
    const place = { part, tick, bar: Math.floor(tick / 16), tickInBar: tick % 16 };
    calibrator.hear({ type: 'tick', ...place, token: 'REST', heard: 'self', missed: false });
  };
  let tick = 0;
  /** So many ticks, with a key so late after each beat. */
  const play = (ticks: number, late: (beat: number) => number): void => {
    for (let each = 0; each < ticks; each += 1, tick += 1) {
      const at = 1_000_000 + tick * 125_000;
      now = at + 200;
      hearTick(1, tick);
      // Another part has beats of its own.
      hearTick(2, tick + 3);
      if (tick % 4 > 0) continue;
      calibrator.key(60, 100, at + late(tick / 4), 0);
      calibrator.key(60, 0, at + late(tick / 4) + 50_000, 0);
    }
  };
  return { calibrator, control, heard, clocks, said, play };
}

describe('calibrate', () => {
  test('sets latency to how late the taps come, with the nudge that is on', () => {
    for (const nudge of [0, -20]) {
      const { calibrator, control, heard, said, play } = sitDown();
      control.set('nudge', nudge);
      calibrator.begin();
      play(18 * 4, (beat) => 33_000 + (beat % 3) * 1000);
      // What is told of a tick is nudged: its beat is 20 ms later than that.
      expect(control.values['latency']).toBe(nudge === 0 ? 34 : 14);
      expect(said.at(-1)).toMatch(nudge === 0 ? /after the beat.* is 34 ms now/ : / is 14 ms now/);
      // Taps are music all the same: on and off.
      expect(heard.length).toBe(36);
    }
  });

  test('sets nothing by taps that are not in time, and says so', () => {
    const { calibrator, control, said, play } = sitDown();
    control.set('latency', 12);
    calibrator.begin();
    play(18 * 4, (beat) => ((beat * 97) % 400) * 1000 - 200_000);
    expect(control.values['latency']).toBe(12);
    expect(said.at(-1)).toContain('not in time');
  });

  test('takes who taps early for in time, and says so', () => {
    const { calibrator, control, said, play } = sitDown();
    control.set('latency', 12);
    calibrator.begin();
    play(18 * 4, () => -20_000);
    expect(control.values['latency']).toBe(0);
    expect(said.at(-1)).toMatch(/20 ms before the beat.*latency is 0 ms now/);
  });

  test('does not measure a beat that goes with the taps, and says how it would', () => {
    const { calibrator, control, said, play } = sitDown();
    control.set('latency', 12);
    control.set('clock', 'player');
    calibrator.begin();
    play(18 * 4, () => 30_000);
    expect(control.values['latency']).toBe(12);
    expect(said).toEqual([expect.stringContaining('set clock to internal')]);
  });

  test.each(['continue', 'trade', 'shadow'])(
    'does not measure taps along with nothing, in mode %s, and says how it would',
    (mode) => {
      const { calibrator, control, said, play } = sitDown(true, { mode, latency: 12 });
      calibrator.begin();
      play(18 * 4, () => 30_000);
      expect(control.values['latency']).toBe(12);
      expect(said).toEqual([expect.stringMatching(`mode ${mode} .* set mode to accompany`)]);
    },
  );

  test.each([
    ['a part plays on', { parts: 2, mode: 'shadow', 'part/2/mode': 'solo' }],
    ['others have the beat', { mode: 'continue', clock: 'midi' }],
    ['others are sent the beat', { mode: 'continue', 'clock-out': true }],
  ])('measures taps where %s, whatever the mode', (_, values) => {
    const { calibrator, control, play } = sitDown(true, values);
    calibrator.begin();
    play(18 * 4, () => 30_000);
    expect(control.values['latency']).toBe(30);
  });

  test('knows a beat from the other ticks, however late the taps come', () => {
    const { calibrator, control, said, play } = sitDown();
    calibrator.begin();
    expect(said).toEqual(['Tap any key of your keyboard or pad with the beat, 16 times.']);
    play(18 * 4, () => 110_000);
    expect(control.values['latency']).toBe(110);
  });

  test('says of taps that come early that they do, and hears the player as it is', () => {
    const { calibrator, control, said, play } = sitDown();
    control.set('latency', 12);
    calibrator.begin();
    play(18 * 4, () => -9000);
    expect(control.values['latency']).toBe(0);
    expect(said.at(-1)).toContain('9 ms before the beat');
  });

  test('ends 15 seconds after the last tap, says so, and sets nothing then', () => {
    const { calibrator, control, said, play } = sitDown();
    calibrator.begin();
    vi.advanceTimersByTime(15_000);
    expect(said.splice(0)).toHaveLength(2);
    calibrator.begin();
    for (let tap = 0; tap < 4; tap += 1) {
      vi.advanceTimersByTime(14_900);
      expect(said).toHaveLength(1);
      play(4, () => 50_000);
    }
    vi.advanceTimersByTime(15_000);
    expect(said.slice(1)).toEqual(['No taps came in: latency is as it was.']);
    play(18 * 4, () => 50_000);
    expect(control.values['latency']).toBe(0);
  });

  test('says no more once it has found what it looked for', () => {
    const { calibrator, said, play } = sitDown();
    calibrator.begin();
    play(18 * 4, () => 50_000);
    expect(said).toHaveLength(2);
    vi.advanceTimersByTime(60_000);
    expect(said).toHaveLength(2);
  });

  test('asked for where the music has stopped, forgets what was tapped before', () => {
    const { calibrator, control, said, play } = sitDown();
    calibrator.begin();
    play(8 * 4, () => 50_000);
    control.publish({ type: 'transport', playing: false });
    calibrator.begin();
    play(18 * 4, () => 50_000);
    vi.advanceTimersByTime(60_000);
    expect(control.values['latency']).toBe(0);
    expect(said.slice(1)).toEqual([
      'Play first: latency is found by taps along with what you hear.',
    ]);
  });

  test('leaves the clock of another machine to the music', () => {
    const { calibrator, clocks } = sitDown();
    calibrator.begin();
    calibrator.realTime('position', 3, 5);
    expect(clocks).toEqual([['position', 3, 5]]);
  });

  test('asks for music first', () => {
    const { calibrator, said, play } = sitDown(false);
    calibrator.begin();
    play(18 * 4, () => 0);
    expect(said).toEqual(['Play first: latency is found by taps along with what you hear.']);
  });

  test('not asked for, taps set nothing', () => {
    const { control, play } = sitDown();
    play(18 * 4, () => 50_000);
    expect(control.values['latency']).toBe(0);
  });
});
