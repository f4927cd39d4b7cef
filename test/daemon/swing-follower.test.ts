import { describe, expect, test } from 'vitest';
import type { About } from '../../src/daemon/core/control.js';
import type { Values } from '../../src/daemon/core/setting.js';
import { SwingFollower } from '../../src/daemon/swing-follower.js';
import { about, fakeDaemon } from '../support/fake-daemon.js';

const beat = 500_000;
const shuffle = [0, 2 / 3];
const even = [0, 0.5];

/** Somebody at a keyboard beside a ghostnote that plays at 120 BPM. */
function sitDown(values: Values = {}, ticksPerBeat = 4) {
  const models: About['models'] = [{ ...about.models[0], ticksPerBeat }];
  const { control } = fakeDaemon({ models }, values);
  const said: string[] = [];
  let now = 0;
  const clock = { now: () => now };
  const follower = new SwingFollower(control, (_, text) => said.push(text), clock);
  let beats = 0;
  const tick = (part: number, tickInBar: number) =>
    follower.hear({
      ...{ type: 'tick', part, tick: 0, bar: 0, tickInBar, token: 'REST' },
      ...{ heard: 'self', missed: false },
    });
  const nudge = () => (control.values['nudge'] as number) * 1000;
  /** So many beats, with keys at these places of each. */
  const play = (places: readonly number[], count = 20, channel = 0): void => {
    for (let each = 0; each < count; each += 1, beats += 1) {
      now = beats * beat + nudge() + 200;
      tick(1, 4 * (beats % 4));
      now += 10_000;
      tick(1, 4 * (beats % 4) + 1);
      tick(2, 0);
      for (const place of places) follower.struck((beats + place) * beat, channel);
    }
  };
  const transport = (playing: boolean) => {
    control.publish({ type: 'transport', playing });
    follower.hear({ type: 'transport', playing });
  };
  const swing = () => [control.values['swing'], control.values['swing-notes']];
  transport(true);
  return { control, said, play, transport, swing };
}

describe('it swings', () => {
  test('as the player does, and says so once', () => {
    const { said, play, swing } = sitDown();
    play(shuffle);
    expect(swing()).toEqual([67, '8ths']);
    expect(said).toEqual(['Swings as you do: 8ths, 67 %.']);
    play([0, 0.3, 0.5, 0.8]);
    expect(swing()).toEqual([60, '16ths']);
    play(even);
    expect(swing()).toEqual([50, '16ths']);
    expect(said.at(-1)).toBe('Swings as you do: not at all.');
  });

  test('with a nudge as without', () => {
    const { play, swing } = sitDown({ nudge: 60 });
    play(shuffle);
    expect(swing()).toEqual([67, '8ths']);
  });

  test.each([
    ['is to swing as it is set', { 'swing-from': 'setting' }],
    ['plays alone', { mode: 'solo' }],
    ['does not listen', { listen: 0 }],
    ['hears another channel', { hears: 3 }],
  ])('as it did where it %s', (_, values) => {
    const { said, play, swing } = sitDown(values);
    play(shuffle);
    expect([swing(), said]).toEqual([[50, '16ths'], []]);
  });

  test('as somebody has set it, whatever is played', () => {
    const { play, swing } = sitDown({ swing: 58 });
    for (const places of [shuffle, even, shuffle]) {
      play(places);
      expect(swing()).toEqual([58, '16ths']);
    }
  });

  test('as somebody sets it meanwhile, until the player has been straight', () => {
    const { control, play, swing } = sitDown();
    play(shuffle);
    control.set('swing', 50);
    play(shuffle);
    expect(swing()).toEqual([50, '8ths']);
    play(even);
    play(shuffle);
    expect(swing()).toEqual([67, '8ths']);
  });

  test('no more once the music stops, but for what somebody set', () => {
    const { control, play, swing, transport } = sitDown();
    play(shuffle);
    transport(false);
    expect(swing()[0]).toBe(50);
    transport(true);
    control.set('swing', 62);
    play(shuffle);
    transport(false);
    expect(swing()[0]).toBe(62);
  });

  test('not beside straight playing that is off its beat', () => {
    for (const off of [-0.3, -0.2, -0.12, -0.08, 0.08, 0.12, 0.15, 0.2, 0.3]) {
      const { said, play } = sitDown();
      play(even.map((place) => place + off));
      play([0, 0.25, 0.5, 0.75].map((place) => place + off));
      expect(said).toEqual([]);
    }
  });

  test('not with a grid of triplets, which has a swing of its own', () => {
    const { play, swing } = sitDown({}, 3);
    play(shuffle);
    expect(swing()).toEqual([50, '16ths']);
  });
});
