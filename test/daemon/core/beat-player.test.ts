import { describe, expect, test } from 'vitest';
import type { BeatSource } from '../../../src/daemon/core/clock-status.js';
import { Master } from '../../support/master.js';
import { noteFaults } from '../../support/notes.js';

describe('with a player', () => {
  /** Music that has begun at 120 BPM, to that beat. */
  function begin(source: BeatSource) {
    const master = new Master();
    const { beat, rig } = master;
    beat.choose(source, 120, rig.now);
    beat.start(rig.now);
    /** 16 bars at 126 BPM, of whom plays eighths: keys as they come. */
    const play = (): void => {
      const first = rig.now;
      for (let eighth = 0; eighth < 128; eighth += 1) {
        master.wait(first + (eighth * 30_000_000) / 126);
        beat.key(rig.now);
      }
    };
    return { beat, rig, play };
  }

  test('it goes with the tempo of his keys, no tick is lost or doubled, and each note ends', () => {
    const { beat, rig, play } = begin('player');
    play();
    expect(beat.status.state).toBe('player');
    expect(Math.abs(beat.status.bpm - 126)).toBeLessThan(1);
    const { ticks } = rig;
    expect(ticks.map(({ tick }) => tick)).toEqual([...ticks.keys()]);
    beat.stop();
    expect(noteFaults(rig.sent)).toEqual({ stray: 0, restruck: 0, open: 0 });
  });

  test('other settings leave his tempo, a tempo that is set takes its place, as does another beat', () => {
    const { beat, rig, play } = begin('player');
    play();
    const { bpm } = beat.status;
    beat.choose('player', 120, rig.now);
    expect(beat.status.bpm).toBe(bpm);
    beat.choose('player', 100, rig.now);
    expect(beat.status.bpm).toBe(100);
    beat.choose('player', 130, rig.now);
    play();
    // On the leash of that.
    expect(beat.status.bpm).toBeGreaterThan(126);
    beat.choose('internal', 100, rig.now);
    expect(rig.conductor.timeline.bpm).toBe(100);
  });

  test('it starts at the tempo that is set, and goes on at his', () => {
    const { beat, rig, play } = begin('player');
    play();
    const { bpm } = beat.status;
    beat.start(rig.now);
    expect(beat.status.bpm).toBe(bpm);
    beat.stop();
    beat.resume(rig.now);
    expect(beat.status.bpm).toBe(bpm);
    beat.stop();
    beat.start(rig.now);
    expect(beat.status.bpm).toBe(120);
  });

  test('his beat begins at the tempo that is set, wherever a MIDI clock has led the music', () => {
    const master = new Master();
    const { beat, rig } = master;
    master.start();
    master.beats(8);
    master.bpm = 140;
    // In the midst of making good what the change has put off.
    master.clocks(12);
    expect(Math.abs(rig.conductor.timeline.bpm - 120)).toBeGreaterThan(1);
    beat.choose('player', 120, rig.now);
    expect(rig.conductor.timeline.bpm).toBe(120);
  });

  test('who waits for a MIDI clock after him plays at the tempo that is set, as is told', () => {
    const { beat, rig, play } = begin('player');
    play();
    beat.choose('midi', 120, rig.now);
    expect([beat.status.bpm, rig.conductor.timeline.bpm]).toEqual([120, 120]);
  });

  test('his keys move no other beat', () => {
    const { rig, play } = begin('internal');
    play();
    expect(rig.conductor.timeline.bpm).toBe(120);
  });
});

describe('counted in', () => {
  const beatMicros = 60e6 / 100;

  /** Of music at rest, what began when, after a count-in at 100 BPM whose first beat is so far away. */
  function launch(source: BeatSource, away: number) {
    const master = new Master();
    const { beat, rig } = master;
    beat.choose(source, 120, rig.now);
    const at = rig.now + away;
    beat.launch(100, at, rig.now);
    // As main sets it.
    beat.choose(source, 100, rig.now);
    master.wait(at + 8 * beatMicros);
    return { beat, rig, at };
  }

  test.each(['internal', 'player'] as const)(
    'it plays from the top, on that beat: %s',
    (source) => {
      const { beat, rig, at } = launch(source, 0.9 * beatMicros);
      expect(rig.ticks.slice(0, 8).map(({ tick }) => tick)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(rig.notes[0]).toMatchObject({ tick: 0, at });
      expect(rig.conductor.counts.misses).toBe(0);
      expect(beat.status.bpm).toBe(100);
      beat.stop();
      expect(noteFaults(rig.sent)).toEqual({ stray: 0, restruck: 0, open: 0 });
    },
  );

  test('where that beat is over before it is told, it plays from the next one, as the first', () => {
    const { rig, at } = launch('internal', -1.5 * beatMicros);
    expect(rig.notes[0]).toMatchObject({ tick: 0, at: at + 2 * beatMicros });
  });

  test('what plays goes on, and another machine’s beat is waited for', () => {
    const { beat, rig } = launch('internal', 0);
    const before = rig.ticks.length;
    beat.launch(160, rig.now, rig.now);
    expect(rig.conductor.timeline.bpm).toBe(100);
    expect(rig.ticks.length).toBe(before);
    for (const source of ['midi', 'link'] as const)
      expect(launch(source, 0.9 * beatMicros).rig.ticks).toEqual([]);
  });
});
