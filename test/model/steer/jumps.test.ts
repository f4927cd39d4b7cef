import { describe, expect, test } from 'vitest';
import { again, at, bar, controls, order, play, steering, usual } from './steered.js';

describe('where the song jumps back, as another machine that loops has it', () => {
  const [there, back] = [16 * 60, 16 * 4];

  test('a fill is played where it is asked for, and one that was asked for before it is over', () => {
    const fills = steering('drums');
    fills.obey(order('fill'), at(there));
    fills.fed(2, at(back));
    const kinds = Array.from({ length: 2 * bar }, (_, tick) => fills.intent(at(back + tick)).kind);
    expect(new Set(kinds)).toEqual(new Set(['beat']));
    fills.obey(order('fill'), at(back + bar));
    expect(fills.intent(at(back + bar)).kind).toBe('fill');
    expect(fills.intent(at(back + 2 * bar)).kind).toBe('beat');
  });

  test('a bar that was changed before it changes none after it', () => {
    const changes = steering();
    play(changes, there, there + bar);
    changes.obey(order('mutate'), at(there + bar));
    play(changes, there + bar, there + 2 * bar);
    play(changes, back, back + 2 * bar);
    const plans = Array.from({ length: bar }, (_, on) => again(changes, back + 2 * bar + on));
    expect(plans).toEqual(Array(bar).fill(undefined));
  });

  test('a phrase that was gone back to does not come once more', () => {
    const phrases = steering();
    play(phrases, back, back + 8 * bar);
    phrases.obey(order('back'), at(back + 8 * bar));
    play(phrases, back, back + 8 * bar);
    expect(again(phrases, back + 8 * bar)).toBeUndefined();
  });

  test("a player's tune is their own for eight bars, and then the form is that of the song", () => {
    const form = steering();
    form.fed(2, at(there, { heard: [{ pitch: 60, velocity: 90, offset: 0 }] }));
    play(form, back, back + 7 * bar);
    expect(form.intent(at(back + 6 * bar)).reprise).toBeNull();
    expect(form.intent(at(back + 7 * bar)).reprise).toBe(false);
  });

  test.each([
    ['to the top of a bar, from one', there + 2 * bar, back],
    ['from the midst of one', there + 2 * bar + 5, back],
    ['into the midst of one', there + 2 * bar + 5, back + 3],
    ['on, and not back', there + 2 * bar + 5, there + 90 * bar],
  ])('what is frozen goes on note for note: %s', (_, end, begin) => {
    const frozen = { controls: { ...controls, freeze: 2 } };
    const loops = steering();
    play(loops, there, there + 2 * bar);
    const loop = Array.from({ length: 2 * bar }, (_, tick) => usual(there + tick).token);
    const heard = new Map<number, string>();
    const goOn = (from: number, to: number): void => {
      for (let tick = from; tick < to; tick += 1) {
        loops.fed(2, at(tick, frozen));
        const plan = again(loops, tick, frozen)!;
        expect(plan.tick).toBe(tick);
        loops.planned(plan, at(tick, frozen));
        heard.set(tick, plan.token);
      }
    };
    goOn(there + 2 * bar, end);
    goOn(begin, begin + 4 * bar);
    // The loop goes on with the bar that comes after the one that was broken off.
    const place = end === there + 2 * bar ? 0 : bar;
    for (let tick = begin; tick < begin + 4 * bar; tick += 1)
      expect(heard.get(tick)).toBe(loop[(place + tick - (begin - (begin % bar))) % (2 * bar)]);
  });
});
