import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  clampSetting,
  describeChoices,
  describeRange,
  isWhole,
  parseSetting,
  requireSetting,
} from '../../../src/daemon/core/parse-settings.js';
import type { NumberSetting, Setting } from '../../../src/daemon/core/setting.js';
import { pickSettings, settings } from '../../../src/daemon/core/settings.js';
import { faultOf } from '../../support/faults.js';

const numbers = settings.filter((setting) => setting.type === 'number');
const booleans = settings.filter((setting) => setting.type === 'boolean');
const choices = settings.filter((setting) => setting.type === 'choice');
const texts = settings.filter((setting) => setting.type === 'string');

describe.each(numbers)('number setting $name', (setting: NumberSetting) => {
  const { min, max, name } = setting;

  test('default and both ends parse from text and from number', () => {
    for (const value of [setting.default, min, max]) {
      expect(parseSetting(setting, String(value))).toBe(value);
      expect(parseSetting(setting, value)).toBe(value);
    }
  });

  test('a value past either end is refused with name, value, range and the nearest value', () => {
    for (const [value, nearest] of [
      [min - 1, min],
      [max + 1, max],
    ] as const) {
      const { code, line } = faultOf(() => parseSetting(setting, String(value)));
      expect(code).toBe('BAD_VALUE');
      expect(line).toContain(`${name} ${value} is out of range (range ${describeRange(setting)})`);
      expect(line).toContain(`--${name} ${nearest}`);
    }
  });

  test('what is not a decimal number is refused', () => {
    for (const raw of ['', ' ', 'fast', '0x10', '1e999', 'Infinity', 'NaN', '1,5', '--', true]) {
      const { code, line } = faultOf(() => parseSetting(setting, raw));
      expect(code).toBe('BAD_VALUE');
      const what = setting.pitch === true ? 'is no pitch' : 'is not a number';
      expect(line).toContain(`${what} (range ${describeRange(setting)})`);
    }
  });

  test('live, any finite number becomes the nearest allowed one, whole where the setting is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (raw) => {
        const value = clampSetting(setting, raw) as number;
        expect(value).toBeGreaterThanOrEqual(min);
        expect(value).toBeLessThanOrEqual(max);
        if (isWhole(setting)) expect(value).toSatisfy(Number.isInteger);
        else if (raw >= min && raw <= max) expect(value === raw).toBe(true);
        expect(clampSetting(setting, value)).toBe(value);
        expect(parseSetting(setting, value)).toBe(value);
      }),
    );
    expect(clampSetting(setting, min - 1000)).toBe(min);
    expect(clampSetting(setting, max + 1000)).toBe(max);
  });

  test('live, what is not a finite number is refused', () => {
    for (const raw of [NaN, Infinity, -Infinity, '1', null, undefined, true, {}, [1]]) {
      expect(faultOf(() => clampSetting(setting, raw)).code).toBe('BAD_VALUE');
    }
  });
});

test('a whole-numbered setting refuses a fraction before the start and rounds it live', () => {
  const swing = pickSettings('swing')[0]!;
  expect(faultOf(() => parseSetting(swing, '60.5'))).toMatchInlineSnapshot(`
    {
      "code": "BAD_VALUE",
      "line": "swing 60.5 is not a whole number (range 50 to 75 %). Hint: the nearest it takes is --swing 61",
    }
  `);
  expect(clampSetting(swing, 60.4)).toBe(60);
});

test('what people call a value is taken before the start, where programs send numbers', () => {
  const [lowest, split, freeze] = pickSettings('lowest', 'split', 'freeze') as [
    NumberSetting,
    NumberSetting,
    NumberSetting,
  ];
  expect(parseSetting(lowest, 'C3')).toBe(48);
  expect(parseSetting(split, 'off')).toBe(0);
  expect(parseSetting(freeze, 'Off')).toBe(0);
  expect(faultOf(() => parseSetting(lowest, 'H3')).line).toBe(
    'lowest "H3" is no pitch (range 0 to 127, or C-1 to G9). Hint: for instance --lowest C4',
  );
  expect(faultOf(() => parseSetting(freeze, 'C3')).line).toContain('is not a number');
  expect(faultOf(() => clampSetting(lowest, 'C3')).line).toContain('send a number, 0 to 127');
});

test('a tempo is as fine as a DAW has it', () => {
  const tempo = pickSettings('tempo')[0]!;
  expect(parseSetting(tempo, '93.5')).toBe(93.5);
  expect(clampSetting(tempo, 120.437)).toBe(120.437);
});

test.each(booleans)('boolean setting $name takes the usual words and no others', (setting) => {
  for (const raw of ['true', 'yes', 'ON', '1', 1, true]) {
    expect(parseSetting(setting, raw)).toBe(true);
  }
  for (const raw of ['false', 'no', 'Off', '0', 0, false]) {
    expect(parseSetting(setting, raw)).toBe(false);
  }
  for (const raw of ['', 'maybe', 2, 'constructor']) {
    expect(faultOf(() => parseSetting(setting, raw)).code).toBe('BAD_VALUE');
  }
  expect(clampSetting(setting, true)).toBe(true);
  expect(faultOf(() => clampSetting(setting, 1)).code).toBe('BAD_VALUE');
});

test.each(choices)('choice setting $name takes its words and no others', (setting) => {
  for (const word of setting.choices) {
    expect(parseSetting(setting, word)).toBe(word);
    expect(parseSetting(setting, word.toUpperCase())).toBe(word);
    expect(clampSetting(setting, word)).toBe(word);
  }
  for (const raw of ['', 'constructor', 1, true, null, undefined]) {
    const { code, line } = faultOf(() => clampSetting(setting, raw));
    expect(code).toBe('BAD_VALUE');
    expect(line).toContain(`it takes ${describeChoices(setting)}`);
  }
  const slip = setting.default.slice(0, -1);
  expect(faultOf(() => parseSetting(setting, slip)).line).toContain(
    `did you mean ${setting.default}?`,
  );
});

test.each(texts)('text setting $name takes any text and nothing else', (setting: Setting) => {
  expect(parseSetting(setting, 'a b')).toBe('a b');
  expect(faultOf(() => parseSetting(setting, 3)).line).toContain('"3"');
  expect(clampSetting(setting, '')).toBe('');
  expect(faultOf(() => clampSetting(setting, 3)).code).toBe('BAD_VALUE');
});

test('a name with one slip is refused with the right name as the hint', () => {
  for (const { name } of settings) {
    const slipped = name.slice(0, -2) + name.at(-1)! + name.at(-2)!;
    if (slipped === name) continue;
    const { code, line } = faultOf(() => requireSetting(slipped, settings));
    expect(code).toBe('UNKNOWN_NAME');
    expect(line).toContain(`did you mean ${name}?`);
  }
  expect(faultOf(() => requireSetting('wallpaper', settings)).line).toContain('there are tempo,');
  expect(faultOf(() => requireSetting('part/2/tempo', settings)).line).toContain(
    'all parts share tempo',
  );
  expect(requireSetting('seed', settings)).toBe(pickSettings('seed')[0]);
});
