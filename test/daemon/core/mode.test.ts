import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  modes,
  sounds,
  takesNotes,
  tradeTurn,
  turnAt,
  turns,
  type ModeSettings,
  type TurnAt,
} from '../../../src/daemon/core/mode.js';

const settings: ModeSettings = {
  mode: 'accompany',
  listen: 1,
  hears: 0,
  lead: 'follow',
  patience: 1,
  tradeBars: 4,
  tradeFirst: 'you',
  split: 0,
};
const at = (changes: Partial<TurnAt> = {}): TurnAt => ({
  tick: 0,
  bar: 0,
  ticksPerBeat: 4,
  ticksPerBar: 16,
  since: 0,
  turnSince: 0,
  last: -Infinity,
  holding: false,
  ...changes,
});

test('solo plays whatever the player does', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.double({ min: -1, max: 500, noNaN: true }), (tick, last) => {
      expect(turnAt({ ...settings, mode: 'solo' }, at({ tick, last }))).toBe('plays');
    }),
  );
});

test('the groove never stops in accompany, and shadow never sounds by itself', () => {
  for (let tick = 0; tick < 99; tick += 1) {
    expect(sounds(turnAt(settings, at({ tick, last: tick - 3 })))).toBe(true);
    expect(sounds(turnAt({ ...settings, mode: 'shadow' }, at({ tick, last: 3 })))).toBe(false);
  }
});

describe('continue', () => {
  const turn = (patience: number, changes: Partial<TurnAt>) =>
    turnAt({ ...settings, mode: 'continue', patience }, at(changes));

  test('waits for the player', () => {
    expect(turn(1, { tick: 64 })).toBe('waits');
    expect(turn(1, { tick: 64, since: 32, last: 20 })).toBe('waits');
  });

  test('is silent while the player plays, and begins within the patience after the last note', () => {
    const place = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 64 }), (last, quarters) => {
        const patience = quarters / 4;
        const wait = patience * 4;
        for (let tick = Math.ceil(last - 0.5); tick < last + wait + 3; tick += 1) {
          const plays = turn(patience, { tick, last }) === 'plays';
          expect(plays).toBe(tick > last + wait - 1);
        }
      }),
    );
  });

  test('a held note is playing, and a long silence is no part of the phrase', () => {
    expect(turn(1, { tick: 99, last: 10, holding: true })).toBe('listens');
    expect(turn(16, { tick: 20, last: 10 })).toBe('listens');
    expect(turn(16, { tick: 30, last: 10 })).toBe('waits');
  });
});

describe('trade', () => {
  test('changes hands every so many bars of the song, by whoever is first', () => {
    const who = (tradeBars: number, tradeFirst: 'you' | 'it') =>
      Array.from({ length: 8 }, (_, bar) => tradeTurn({ tradeBars, tradeFirst }, bar)).join(' ');
    expect(who(4, 'you')).toBe('you you you you it it it it');
    expect(who(2, 'it')).toBe('it it you you it it you you');
    expect(who(1, 'you')).toBe('you it you it you it you it');
  });

  test('listens in the bars of a player, and waits where a whole bar is silent', () => {
    const turn = (changes: Partial<TurnAt>) => turnAt({ ...settings, mode: 'trade' }, at(changes));
    expect(turn({ tick: 64, bar: 4 })).toBe('plays');
    expect(turn({ tick: 128, bar: 8, turnSince: 128 })).toBe('listens');
    expect(turn({ tick: 150, bar: 9, turnSince: 128 })).toBe('waits');
    expect(turn({ tick: 150, bar: 9, turnSince: 128, last: 140 })).toBe('listens');
  });
});

test('drums take pads for notes and a melody takes keyboards, and both take either where they listen', () => {
  for (const [material, own, other] of [
    ['drums', 10, 1],
    ['notes', 1, 10],
  ] as const)
    for (const turn of turns) {
      expect(takesNotes(material, own, turn)).toBe(true);
      expect(takesNotes(material, other, turn)).toBe(turn === 'listens' || turn === 'waits');
    }
});

test('the first mode of the list is the default, and every mode has a turn', () => {
  expect(modes[0]).toBe('accompany');
  for (const mode of modes) expect(turnAt({ ...settings, mode }, at())).toBeTypeOf('string');
});
