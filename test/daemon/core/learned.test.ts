import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ControlEvent } from '../../../src/daemon/core/control-event.js';
import { Learned } from '../../../src/daemon/core/learned.js';
import { completeValues } from '../../../src/daemon/core/part-settings.js';
import { clampSetting } from '../../../src/daemon/core/parse-settings.js';
import { defaults, liveSettings } from '../../../src/daemon/core/settings.js';
import { faultOf } from '../../support/faults.js';

const cc = (number: number, value: number): ControlEvent => ({
  ...{ kind: 'cc', channel: 1, number, value },
});
const key = (number: number, value: number): ControlEvent => ({
  ...{ kind: 'note', channel: 10, number, value },
});
const values = defaults();

/** One that was taught this by that control. */
function taught(target: string, by: ControlEvent): Learned {
  const learned = new Learned();
  learned.learn(target);
  expect(learned.take(by, values, false)).toMatchObject({ kind: 'learned' });
  return learned;
}

test('a control that was not taught is music, and one that was is not', () => {
  const learned = taught('temperature', cc(21, 0.3));
  expect(learned.take(cc(22, 0.3), values, false)).toBeUndefined();
  expect(learned.take({ ...cc(21, 0.3), channel: 2 }, values, false)).toBeUndefined();
  expect(learned.take(cc(21, 0.3), values, false)).toMatchObject({ kind: 'set' });
  const pedal = taught('fill', key(36, 0.5));
  expect(pedal.take(key(36, 0), values, false)).toEqual({ kind: 'nothing' });
});

test('a knob reaches both ends of every number, and every word of every choice, and nothing else', () => {
  for (const setting of liveSettings) {
    if (setting.type === 'string') continue;
    const learned = taught(setting.name, cc(1, 0));
    const reached = [...Array(128).keys()].map((step) => {
      const action = learned.take(cc(1, step / 127), values, false);
      return action?.kind === 'set' ? action.value : undefined;
    });
    if (setting.type === 'number') {
      expect([reached[0], reached[127]]).toEqual([setting.min, setting.max]);
    } else if (setting.type === 'choice')
      expect(new Set(reached)).toEqual(new Set(setting.choices));
    else expect(new Set(reached)).toEqual(new Set([false, true]));
  }
});

test('a key turns a switch over, and goes through the words of a choice, round and round', () => {
  const mode = liveSettings.find(({ name }) => name === 'mode')!;
  const learned = taught('mode', key(40, 1));
  let now = values['mode'];
  const seen = new Set([now]);
  for (let press = 0; press < (mode.type === 'choice' ? mode.choices.length : 0); press += 1) {
    const action = learned.take(key(40, 1), { ...values, mode: now! }, false);
    if (action?.kind === 'set') seen.add((now = action.value));
    learned.take(key(40, 0), values, false);
  }
  expect(mode.type === 'choice' && seen.size === mode.choices.length).toBe(true);
  expect(now).toBe(values['mode']);
});

test('a command comes once a press, whatever a pedal sends between', () => {
  const learned = taught('preset chorus', cc(64, 1));
  const does = [0, 0.3, 1, 1, 0.7, 0.2, 0, 1].map((value) =>
    learned.take(cc(64, value), values, false),
  );
  const given = { kind: 'do', command: 'preset', argument: 'chorus' };
  expect(does.map((action) => action?.kind === 'do')).toEqual([
    ...[false, false, true, false, false, false, false, true],
  ]);
  expect(does[2]).toEqual(given);
});

test('with pick-up a knob moves nothing before it has met the setting, and loses it when someone else turns', () => {
  const turns = fc.array(fc.nat(127), { minLength: 2, maxLength: 30, size: 'max' });
  fc.assert(
    fc.property(turns, (positions) => {
      const learned = taught('temperature', cc(1, 0));
      let now = 1;
      let last = NaN;
      for (const [at, position] of positions.entries()) {
        if (at % 7 === 6) now = 2 - now;
        const place = now / 2;
        const value = position / 127;
        const action = learned.take(cc(1, value), { ...values, temperature: now }, true);
        const met = Math.abs(value - place) <= 1 / 64 || (last - place) * (value - place) < 0;
        if (met) expect(action?.kind).toBe('set');
        if (action?.kind === 'set') now = Number(action.value);
        last = value;
      }
    }),
  );
  const learned = taught('temperature', cc(1, 0));
  const kinds = (
    [
      [0.1, 1],
      [0.5, 1],
      [0.7, 1],
      [0.75, 0.2],
    ] as const
  ).map(([value, now]) => learned.take(cc(1, value), { ...values, temperature: now }, true)?.kind);
  expect(kinds).toEqual(['nothing', 'set', 'set', 'nothing']);
});

describe('teaching', () => {
  test('a control has one thing to do, and a thing has one control', () => {
    const learned = taught('temperature', cc(1, 0));
    learned.learn('top-p');
    learned.take(cc(1, 1), values, false);
    expect(learned.mappings).toEqual([{ kind: 'cc', channel: 1, number: 1, target: 'top-p' }]);
    learned.learn('top-p');
    learned.take(cc(2, 1), values, false);
    expect(learned.mappings).toEqual([{ kind: 'cc', channel: 1, number: 2, target: 'top-p' }]);
    expect(learned.unlearn('top-p')).toBe(true);
    expect(learned.take(cc(2, 1), values, false)).toBeUndefined();
    expect(learned.unlearn('top-p')).toBe(false);
  });

  test('a thing that waits in vain keeps the control it had', () => {
    const learned = taught('top-p', cc(1, 0));
    learned.learn('top-p');
    expect(learned.unlearn('top-p')).toBe(true);
    expect(learned.waiting).toBeNull();
    expect(learned.take(cc(1, 1), values, false)).toMatchObject({ kind: 'set', name: 'top-p' });
  });

  test('each part that plays has controls of its own, and those of another are music', () => {
    const learned = new Learned(2);
    const band = completeValues({}, liveSettings, 2);
    for (const [at, target] of ['part/2/density', 'part/2/fill'].entries()) {
      learned.learn(target);
      learned.take(cc(at, 1), band, false);
    }
    expect([0, 1].map((at) => learned.take(cc(at, 1), band, false))).toEqual([
      { kind: 'set', name: 'part/2/density', value: 1 },
      { kind: 'do', command: 'part/2/fill' },
    ]);
    expect(faultOf(() => learned.learn('part/3/density')).line).toMatch(/--parts 3/);
    expect(new Learned(1, learned.mappings).take(cc(0, 1), values, false)).toBeUndefined();
  });

  test('a wheel at rest and a key let go are not what was meant', () => {
    const learned = new Learned();
    learned.learn('humanize');
    expect(learned.take(key(60, 0), values, false)).toBeUndefined();
    expect(
      learned.take({ kind: 'bend', channel: 1, number: 0, value: 0.5 }, values, false),
    ).toBeUndefined();
    expect(
      learned.take({ kind: 'bend', channel: 1, number: 0, value: 0.9 }, values, false),
    ).toMatchObject({ kind: 'learned' });
  });

  test.each([
    ['temprature', /temperature/],
    ['preset', /preset needs/],
    ['osc-port', /no setting/],
  ])('%s cannot be learned, and a line says why', (target, line) => {
    expect(faultOf(() => new Learned().learn(target)).line).toMatch(line);
  });
});

describe('a control surface', () => {
  const shown = (learned: Learned, now: typeof values) =>
    learned.toShow(now).map(({ number, value }) => [number, value]);

  test('is told once where each setting stands, again where one changes, and all of it when it is back', () => {
    const learned = new Learned();
    for (const [at, target] of ['temperature', 'top-p', 'fill'].entries()) {
      learned.learn(target);
      learned.take(cc(at, 1), values, false);
    }
    const now = { ...values, temperature: 1, 'top-p': 1 };
    const [temperature, topP] = [
      [0, 0.5],
      [1, 1],
    ];
    expect(shown(learned, now)).toEqual([temperature, topP]);
    expect(shown(learned, now)).toEqual([]);
    expect(shown(learned, { ...now, temperature: 2 })).toEqual([[0, 1]]);
    // Less than a step of the wire is nothing.
    expect(shown(learned, { ...now, temperature: 1.999 })).toEqual([]);
    learned.lose();
    expect(shown(learned, now)).toEqual([temperature, topP]);
  });

  test('is told nothing of what it set itself, whatever the setting, wherever the knob', () => {
    for (const setting of liveSettings) {
      if (setting.type === 'string') continue;
      const learned = taught(setting.name, cc(1, 0));
      let now = values;
      learned.toShow(now);
      const told: ControlEvent[] = [];
      for (let place = 0; place < 128; place += 1) {
        const action = learned.take(cc(1, place / 127), now, false);
        if (action?.kind === 'set')
          now = { ...now, [setting.name]: clampSetting(setting, action.value) };
        told.push(...learned.toShow(now));
      }
      expect([setting.name, told]).toEqual([setting.name, []]);
    }
  });

  test('whose faders have motors moves nothing when it says where it was told to go', () => {
    const learned = taught('tempo', cc(1, 0));
    const now = { ...values, tempo: 123.4 };
    const [told] = learned.toShow(now);
    const onCable = Math.round(told!.value * 127);
    expect(learned.take(cc(1, onCable / 127), now, false)).toEqual({ kind: 'nothing' });
    expect(learned.take(cc(1, (onCable + 1) / 127), now, false)?.kind).toBe('set');
    expect(learned.take(cc(1, onCable / 127), now, false)?.kind).toBe('set');
  });

  test('has hold of what it shows: with pick-up a knob that was told where to stand moves at once', () => {
    const learned = taught('temperature', cc(1, 0));
    const now = { ...values, temperature: 1.5 };
    learned.toShow(now);
    expect(learned.take(cc(1, 0.2), now, true)).toMatchObject({ kind: 'set' });
  });

  test('lights a pad while its switch is on, after the pad was let go too', () => {
    const learned = taught('mute', key(40, 1));
    const light = (on: boolean) => learned.toShow({ ...values, mute: on });
    const told = (value: number) => [{ kind: 'note', channel: 10, number: 40, value }];
    expect(light(false)).toEqual(told(0));
    learned.take(key(40, 0.7), { ...values, mute: false }, false);
    expect(light(true)).toEqual(told(1));
    learned.take(key(40, 0), { ...values, mute: true }, false);
    expect(light(true)).toEqual(told(1));
    expect(light(false)).toEqual(told(0));
  });
});

test('a fader that goes where it was told is not the control that is waited for', () => {
  const learned = taught('temperature', cc(21, 0));
  expect(learned.toShow(values)).toHaveLength(1);
  const [told] = learned.toShow({ ...values, temperature: 1.6 });
  learned.learn('density');
  expect(learned.take(told!, values, false)).toEqual({ kind: 'nothing' });
  expect(learned.take(cc(21, 0.1), values, false)).toMatchObject({
    mapping: { number: 21, target: 'density' },
  });
});
