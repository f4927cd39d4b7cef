import { describe, expect, onTestFinished, test } from 'vitest';
import { Calibrator } from '../../src/daemon/calibrator.js';
import { fakeDaemon } from '../support/fake-daemon.js';

/** Somebody at a keyboard, and a ghostnote that plays a tick each 125 ms, told of a little late. */
function sitDown(playing = true) {
  const { control } = fakeDaemon();
  control.publish({ type: 'transport', playing });
  const heard: number[] = [];
  const said: string[] = [];
  let now = 1_000_000;
  const calibrator = new Calibrator(
    control,
    { key: (_, __, at) => heard.push(at), realTime: () => undefined },
    (_, text) => said.push(text),
    { now: () => now },
  );
  onTestFinished(() => calibrator.end());
  let tick = 0;
  /** So many ticks, with a key so late after each beat. */
  const play = (ticks: number, late: (beat: number) => number): void => {
    for (let each = 0; each < ticks; each += 1, tick += 1) {
      const at = 1_000_000 + tick * 125_000;
      now = at + 200;
      const place = { part: 1, tick, bar: Math.floor(tick / 16), tickInBar: tick % 16 } as const;
      calibrator.hear({ type: 'tick', ...place, token: 'REST', heard: 'self', missed: false });
      if (tick % 4 > 0) continue;
      calibrator.key(60, 100, at + late(tick / 4), 0);
      calibrator.key(60, 0, at + late(tick / 4) + 50_000, 0);
    }
  };
  return { calibrator, control, heard, said, play };
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
      expect(said.at(-1)).toContain('ms after the beat');
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
