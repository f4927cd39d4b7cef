import { describe, expect, test } from 'vitest';
import { everything } from '../../../src/model/orders.js';
import type { PlanRequest } from '../../../src/model/plan-source.js';
import { Steering } from '../../../src/model/steer/steering.js';
import { onset } from '../../support/rig.js';
import { noteTokens } from './sounds.js';
import { again, at, bar, controls, even, few, order, play, steering, usual } from './steered.js';

describe('an order', () => {
  test('for a fill is one until the next bar line, and until the one after it with less than a beat to go', () => {
    const ends = Array.from({ length: bar }, (_, position) => {
      const fills = steering();
      fills.obey(order('fill'), at(32 + position));
      const kinds = Array.from({ length: 40 }, (_, tick) => fills.intent(at(32 + tick)).kind);
      const from = kinds.indexOf('fill', position);
      expect(from).toBe(position);
      return kinds.indexOf('beat', from);
    });
    expect(ends).toEqual([...Array<number>(13).fill(16), 32, 32, 32]);
  });

  test('to change the bar before keeps three quarters of it, for a bar', () => {
    const changes = steering();
    play(changes, 0, 32);
    changes.obey(order('mutate'), at(32));
    let kept = 0;
    for (let seed = 0; seed < 50; seed += 1)
      for (let tick = 32; tick < 48; tick += 1) {
        const request = at(tick, { controls: { ...controls, seed } });
        const { again: same, scores } = changes.steer(even, request);
        kept += Number(same !== undefined);
        const old = usual(tick - bar);
        if (same !== undefined) expect(same).toEqual({ ...old, tick });
        else expect(scores[noteTokens.indexOf(old.token)]).toBe(-Infinity);
      }
    expect(kept / 800).toBeGreaterThan(0.7);
    expect(kept / 800).toBeLessThan(0.8);
    expect(again(changes, 48)).toBeUndefined();
  });

  test('to change a bar that is frozen changes that one', () => {
    const changes = steering();
    play(changes, 0, 64);
    changes.obey(order('mutate'), at(64));
    const frozen = { ...controls, freeze: 4 };
    const plans = Array.from({ length: bar }, (_, on) =>
      again(changes, 64 + on, { controls: frozen }),
    );
    expect(plans.filter((plan) => plan !== undefined).length).toBeGreaterThan(8);
    plans.forEach((plan, on) => {
      if (plan !== undefined) expect(plan).toEqual({ ...usual(on), tick: 64 + on });
    });
  });

  test('to recall ends the way back to what was good, and leaves it good', () => {
    const recalls = steering();
    play(recalls, 0, 64);
    recalls.obey(order('approve'), at(64));
    recalls.obey(order('back'), at(64));
    expect(again(recalls, 64)).toEqual({ ...usual(0), tick: 64 });
    recalls.obey(order('recall'), at(65));
    expect(again(recalls, 65)).toBeUndefined();
    recalls.obey(order('back'), at(80));
    expect(again(recalls, 80)).toEqual({ ...usual(0), tick: 80 });
  });

  test('to change models is none of its own', () => {
    const swaps = steering();
    play(swaps, 0, 32);
    swaps.obey(order('swap', 2), at(32));
    expect(swaps.steer(even, at(32))).toEqual({ scores: even, begins: false, again: undefined });
  });
});

/** A steering of which all that can be in force is. */
function busy(): Steering {
  const all = steering();
  play(all, 0, 64);
  all.obey(order('approve'), at(64));
  all.obey(order('back'), at(64));
  all.obey(order('veto', 70, everything), at(64));
  all.obey(order('fill'), at(64));
  all.obey(order('mutate'), at(64));
  all.fed(2, at(64, { heard: [{ pitch: 60, velocity: 90, offset: 0 }] }));
  return all;
}

/** What of it is in force at a tick that lies in all of it: is it a fill, is it a player's, and so on. */
function inForce(steering: Steering) {
  const learned = { ...controls, cache: 1 };
  const frozen = { ...controls, freeze: 5 };
  const unchanged = Array.from({ length: bar }, (_, seed) =>
    again(steering, 69, { controls: { ...controls, seed } }),
  );
  return {
    fill: steering.intent(at(66)).kind === 'fill',
    players: steering.intent(at(66)).reprise === null,
    back: unchanged.some((plan) => plan?.token === usual(5).token),
    changes: unchanged.some((plan) => plan === undefined),
    vetoed: steering.spare(70, 2, even) !== 2,
    loops: again(steering, 128, { controls: frozen }) !== undefined,
    learned: steering
      .steer(even, at(64, { controls: learned }))
      .scores.some((s, at) => s !== even[at]),
  };
}

const none = {
  fill: false,
  players: false,
  back: false,
  changes: false,
  vetoed: false,
  loops: false,
};

describe('what was ordered and played', () => {
  test('is all in force at once', () => {
    expect(inForce(busy())).toEqual({
      ...{ fill: true, players: true, back: true, changes: true },
      ...{ vetoed: true, loops: true, learned: true },
    });
  });

  test('is not of the next take, but for what the session taught, and the phrase that is good', () => {
    const again = busy();
    again.clear();
    expect(inForce(again)).toMatchObject({ fill: false, players: false, vetoed: false });
    expect(inForce(again)).toMatchObject({ back: false, loops: false });
    again.obey(order('back'), at(0));
    expect(again.steer(even, at(0)).again).toEqual({ ...usual(0), tick: 0 });
    again.fed(noteTokens.indexOf(usual(0).token), at(1));
    const { scores } = again.steer(even, at(1, { controls: { ...controls, cache: 1 } }));
    expect(scores.indexOf(Math.max(...scores))).toBe(noteTokens.indexOf(usual(1).token));
  });

  test('is forgotten where that is ordered, all of it', () => {
    const forgets = busy();
    forgets.obey(order('forget'), at(64));
    expect(inForce(forgets)).toEqual({ ...none, changes: true, learned: false });
    forgets.obey(order('back'), at(64));
    expect(again(forgets, 64)).toBeUndefined();
    forgets.fed(noteTokens.indexOf(usual(0).token), at(1));
    const { scores } = forgets.steer(even, at(1, { controls: { ...controls, cache: 1 } }));
    expect(scores).toEqual(even);
  });

  test('holds as well for one that looks ahead, whose looking changes nothing', () => {
    const all = busy();
    const before = inForce(all);
    const ahead = all.ahead();
    expect(inForce(ahead)).toEqual(before);
    const next = ahead.steer(even, at(69));
    expect(next).toEqual(all.steer(even, at(69)));
    for (let tick = 64; tick < 80; tick += 1) {
      ahead.fed(6, at(tick, { heard: [{ pitch: 61, velocity: 1, offset: 0 }] }));
      ahead.planned({ ...usual(tick), token: 'C6' }, at(tick));
    }
    ahead.clear();
    ahead.obey(order('forget'), at(69));
    expect(inForce(all)).toEqual(before);
  });
});

describe('a fill of a drummer', () => {
  const frozen = { controls: { ...controls, freeze: 1 } };
  const held = { controls: { ...controls, repetition: 1 } };
  /** Bar 4, the fill of which is another token at each tick. */
  const broken = (changes: Partial<PlanRequest>): Steering => {
    const fills = steering('drums');
    play(fills, 0, 64);
    fills.fed(noteTokens.indexOf(usual(63).token), at(64, changes));
    fills.obey(order('fill'), at(64));
    for (let tick = 64; tick < 80; tick += 1) {
      fills.planned({ ...usual(tick + 3), tick }, at(tick, changes));
      fills.fed(noteTokens.indexOf(usual(tick + 3).token), at(tick + 1, changes));
    }
    return fills;
  };

  test('breaks a loop, a bar that is held, a change and what the session taught', () => {
    const all = steering('drums');
    play(all, 0, 64);
    all.obey(order('approve'), at(64));
    for (const kind of ['back', 'mutate', 'fill'] as const) all.obey(order(kind), at(64));
    const busy = { ...controls, freeze: 1, repetition: 1, cache: 1 };
    const free = { scores: even, begins: false, again: undefined };
    expect(all.steer(even, at(70, { controls: busy }))).toEqual(free);
    expect(all.steer(even, at(80, { controls: busy })).again).toBeDefined();
  });

  test('is no part of the loop that it breaks, which goes on after it', () => {
    const fills = broken(frozen);
    for (let tick = 80; tick < 96; tick += 1)
      expect(again(fills, tick, frozen)).toEqual({ ...usual(tick - 32), tick });
  });

  test('is no part of the bar that is held, which goes on after it', () => {
    const fills = broken(held);
    const scores = fills.steer(even, at(85, held)).scores;
    expect(scores.indexOf(Math.max(...scores))).toBe(noteTokens.indexOf(usual(53).token));
  });

  test('is the bar that is held where that is asked for after it', () => {
    const scores = broken({}).steer(even, at(85, held)).scores;
    expect(scores.indexOf(Math.max(...scores))).toBe(noteTokens.indexOf(usual(72).token));
  });

  test('breaks no loop of a melody: nobody has learned what a fill of one is', () => {
    const tune = steering('notes');
    play(tune, 0, 64);
    tune.obey(order('fill'), at(64));
    expect(again(tune, 70, frozen)).toEqual({ ...usual(54), tick: 70 });
  });
});

test('what was played in place of a plan is what a loop repeats', () => {
  const loops = steering();
  play(loops, 0, 16);
  loops.fed(5, at(16, { played: { ...onset(99, [{ pitch: 66 }]), token: 'F#4' } }));
  const frozen = { controls: { ...controls, freeze: 1 } };
  expect(again(loops, 31, frozen)).toMatchObject({ tick: 31, token: 'F#4' });
  expect(again(loops, 30, frozen)).toEqual({ ...usual(14), tick: 30 });
});

test('a start token, and what comes before the first tick, are no music: nothing is learned of them', () => {
  const learns = steering();
  learns.fed(3, at(0));
  learns.fed(noteTokens.length, at(1));
  learns.fed(noteTokens.length, at(2));
  const learned = { controls: { ...controls, cache: 1, repetition: 1 } };
  expect(learns.steer(even, at(2, learned)).scores).toEqual(even);
  expect(learns.steer(even, at(15, learned)).scores).toEqual(even);
});

test('a plan that waits for a tap is its own, whatever is frozen or was good', () => {
  const armed = { armed: true, controls: { ...controls, freeze: 1 } };
  const taps = steering();
  play(taps, 0, 64);
  taps.obey(order('back'), at(64));
  expect(again(taps, 64, { controls: armed.controls })).toBeDefined();
  expect(again(taps, 64, armed)).toBeUndefined();
});

test('the way back to a phrase comes before a loop, and the loop goes on after it', () => {
  const both = steering();
  play(both, 0, 80);
  both.obey(order('back'), at(80));
  const frozen = { controls: { ...controls, freeze: 1 } };
  expect(again(both, 80, frozen)).toEqual({ ...usual(16), tick: 80 });
  play(both, 80, 144);
  expect(again(both, 144, frozen)).toEqual({ ...usual(128), tick: 144 });
});

test('a scale and a range are for notes; drums are as they were', () => {
  const locked = at(0, { controls: { ...controls, pitchClasses: 1 } });
  expect(steering('drums').steer(even, locked).scores).toEqual(even);
  const { scores } = steering('notes').steer(even, locked);
  expect([...scores.keys()].filter((token) => scores[token]! > -Infinity)).toEqual(
    ['REST', 'HOLD', 'C4', 'C6'].map((token) => noteTokens.indexOf(token)),
  );
});

describe('an accent', () => {
  const names = ['REST', 'kick', 'snare', 'kick+snare'];
  const drums = (material: 'drums' | 'notes') => few(names, material);
  const level = new Float32Array(names.length);
  const stressed = at(0, { controls: { ...controls, accent: 0.5 } });

  test('makes a kick likelier, whatever is struck with it, of drums alone', () => {
    expect([...drums('drums').steer(level, stressed).scores]).toEqual([0, 1.5, 0, 1.5]);
    expect([...drums('notes').steer(level, stressed).scores]).toEqual([0, 0, 0, 0]);
  });

  test('counts for nothing in a fill', () => {
    const fills = drums('drums');
    fills.obey(order('fill'), stressed);
    expect([...fills.steer(level, stressed).scores]).toEqual([0, 0, 0, 0]);
  });
});
