import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { readConfig } from '../../../src/daemon/core/config.js';
import { renderConfig } from '../../../src/daemon/core/config-template.js';
import { defaults, fileSettings, settings } from '../../../src/daemon/core/settings.js';
import { Fault } from '../../../src/model/fault.js';
import { faultOf } from '../../support/faults.js';

const read = (toml: string) => readConfig(toml, 'my.toml');
const fault = (toml: string) => faultOf(() => read(toml));

describe('the file that init writes', () => {
  test('sets nothing, and says every setting', () => {
    expect(read(renderConfig())).toEqual({});
    for (const { name, help } of fileSettings) {
      expect(renderConfig()).toContain(`# ${help}`);
      expect(renderConfig()).toMatch(new RegExp(`^# ${name} = `, 'm'));
    }
  });

  test('sets every default where each # before a setting is taken away', () => {
    const names = fileSettings.map(({ name }) => name).join('|');
    const open = renderConfig().replace(new RegExp(`^# (?=(${names}) = )`, 'gm'), '');
    const wanted = Object.fromEntries(fileSettings.map((row) => [row.name, row.default]));
    expect(read(open)).toEqual(wanted);
  });
});

test.each([
  [
    'tempo = 500',
    'tempo 500 is out of range (range 20 to 300 BPM). Hint: the nearest it takes is tempo = 300',
  ],
  ['tempo = "fast"', 'Hint: for instance tempo = 120'],
  ['model = 3', 'Hint: put it in quotes: "3"'],
  ['clock-out = "maybe"', 'Hint: for instance clock-out = true or clock-out = false'],
  ['clock = "Midi "', 'did you mean midi?'],
  [
    'tempo = [1]',
    'tempo takes one value, not a list, a table or a date. Hint: for instance tempo = 120',
  ],
  ['[tempo]\nx = 1', 'tempo takes one value'],
  ['tempo = 2020-01-01', 'tempo takes one value'],
  ['tmepo = 120', 'there is no setting "tmepo". Hint: did you mean tempo?'],
  ['[part.2]\nmood = 1', 'there is no setting "part/2/mood"'],
  ['json = true', 'there is no setting "json"'],
  ['__proto__ = 1', 'there is no setting "__proto__"'],
])('%j is refused: %s', (toml, expected) => {
  const { line } = fault(`# one\n\nseed = 3\n${toml}`);
  expect(line).toContain(expected);
  expect(line).toMatch(/^my.toml(, line \d+)?: /);
});

test('the line of a fault is the one that says the key', () => {
  expect(fault('seed = 1\n# tmepo = 1\ntmepo = 2').line).toMatch(/^my.toml, line 3: /);
  expect(fault('[x]\nseed = 1').line).toMatch(/^my.toml, line 2: /);
  expect(fault('x . "seed" = 1').line).toMatch(/^my.toml, line 1: /);
  expect(fault('seed = 1\nx = {\n').line).toMatch(/^my.toml, line \d: it is not TOML at column /);
});

test('no text at all does worse than a fault', () => {
  const names = fc.constantFrom(...settings.map(({ name }) => name), 'x', '[part.2]\nx');
  const nearly = fc
    .array(fc.tuple(names, fc.json()))
    .map((rows) => rows.map(([name, value]) => `${name} = ${value}`).join('\n'));
  fc.assert(
    fc.property(fc.oneof(fc.string(), nearly), (toml) => {
      try {
        expect(Object.keys(defaults())).toEqual(expect.arrayContaining(Object.keys(read(toml))));
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
    }),
  );
});

test('what is below [part.2] is of part 2', () => {
  const toml = 'parts = 2\ntemperature = 0.5\n[part.2]\nmute = true\n[part.1]\nseed = 3';
  expect(read(toml)).toEqual({ parts: 2, temperature: 0.5, 'part/2/mute': true, seed: 3 });
  expect(fault('[part.2]\ntempo = 100').line).toContain('there is no setting "part/2/tempo"');
});
