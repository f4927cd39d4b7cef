import { describe, expect, test } from 'vitest';
import { environmentName, parseArguments, type Usage } from '../../../src/daemon/core/arguments.js';
import type { Setting, Values } from '../../../src/daemon/core/setting.js';
import { defaults, settings } from '../../../src/daemon/core/settings.js';
import { faultOf } from '../../support/faults.js';

const play: Usage = { name: 'play', help: 'play', options: settings, positionals: '' };
const out: Setting = {
  type: 'string',
  name: 'out',
  short: 'o',
  default: '',
  help: 'where to',
  live: false,
};
const tokens: Usage = { name: 'tokens', help: 'read', options: [out], positionals: 'FILE…' };

/** A value other than the default, as text and as parsed. */
function other(setting: Setting): [text: string, value: number | boolean | string] {
  if (setting.type === 'boolean') return ['true', true];
  if (setting.type === 'choice') return [setting.choices.at(-1)!, setting.choices.at(-1)!];
  if (setting.type === 'string') return ['some thing', 'some thing'];
  const value = setting.default === setting.max ? setting.min : setting.max;
  return [String(value), value];
}

test('no arguments give every default', () => {
  expect(parseArguments([], play)).toEqual({ values: defaults(), positionals: [] });
});

describe.each(settings)('$name', (setting) => {
  const [text, value] = other(setting);
  const flag = `--${setting.name}`;

  test('is read from flag, flag with =, and environment', () => {
    const expected = { ...defaults(), [setting.name]: value };
    const spoken = setting.type === 'boolean' ? [flag] : [flag, text];
    expect(parseArguments(spoken, play).values).toEqual(expected);
    expect(parseArguments([`${flag}=${text}`], play).values).toEqual(expected);
    const env = { [environmentName(setting)]: text };
    expect(parseArguments([], play, env).values).toEqual(expected);
  });

  test('its flag goes before its environment variable, and the last flag before the first', () => {
    const env = { [environmentName(setting)]: String(setting.default) };
    const given = parseArguments([`${flag}=${setting.default}`, `${flag}=${text}`], play, env);
    expect(given.values[setting.name]).toBe(value);
  });

  test('its environment variable goes before the file of settings, and that before its default', () => {
    const file = () => ({ [setting.name]: value });
    expect(parseArguments([], play, {}, file).values[setting.name]).toBe(value);
    const env = { [environmentName(setting)]: String(setting.default) };
    if (setting.default !== '')
      expect(parseArguments([], play, env, file).values[setting.name]).toBe(setting.default);
    expect(parseArguments([`${flag}=${setting.default}`], play, {}, file).values).toEqual(
      defaults(),
    );
  });

  test('without its value it is refused, also when a flag follows', () => {
    if (setting.type === 'boolean') return;
    for (const argv of [[flag], [flag, '--json']]) {
      const { code, line } = faultOf(() => parseArguments(argv, play));
      expect(code).toBe('USAGE');
      expect(line).toContain(`${flag} needs a value. Hint: for instance ${flag} `);
      // As a shell takes it: one word, or one in quotes.
      expect(line).toMatch(/ --\S+ (\S+|"[^"]+")$/);
    }
  });

  test('misspelt, it is refused with the right flag as the hint', () => {
    const { code, line } = faultOf(() => parseArguments([`${flag}x`], play));
    expect(code).toBe('USAGE');
    expect(line).toContain(`did you mean --`);
  });
});

test.each([
  [['-o', 'a.mid', 'x.mid'], 'a.mid', ['x.mid']],
  [['x.mid', '--out=a=b', 'y.mid'], 'a=b', ['x.mid', 'y.mid']],
  [['--', '-o', '--out'], '', ['-o', '--out']],
  [['-', '-3'], '', ['-', '-3']],
  [['--out=', 'x'], '', ['x']],
])('%j is out %j and files %j', (argv, file, positionals) => {
  expect(parseArguments(argv, tokens)).toEqual({ values: { out: file }, positionals });
});

test.each([
  [
    ['--tempo', '500'],
    'tempo 500 is out of range (range 20 to 300 BPM). Hint: the nearest it takes is --tempo 300',
  ],
  [
    ['--tempo', '-5'],
    'tempo -5 is out of range (range 20 to 300 BPM). Hint: the nearest it takes is --tempo 20',
  ],
  [['--temprature', '1'], 'play has no flag --temprature. Hint: did you mean --temperature?'],
  [['--frobnicate'], 'play has no flag --frobnicate. Hint: ghostnote play --help lists them'],
  [['-x'], 'play has no flag -x. Hint: ghostnote play --help lists them'],
  [
    ['--part/2/temprature', '1'],
    'play has no flag --part/2/temprature. Hint: did you mean --part/2/temperature?',
  ],
  [['--part/2/tempo', '96'], 'play has no flag --part/2/tempo. Hint: all parts share --tempo'],
  [['temp'], 'play takes flags only, not "temp". Hint: did you mean --tempo?'],
  [['--mute', 'false'], '--mute is a switch, and takes no word after it. Hint: say --mute=false'],
])('%j is refused in one line', (argv, expected) => {
  expect(faultOf(() => parseArguments(argv, play)).line).toBe(expected);
});

test('a bad environment variable is named, an empty one is as good as none', () => {
  expect(faultOf(() => parseArguments([], play, { GHOSTNOTE_TOP_P: '3' })).line).toBe(
    'GHOSTNOTE_TOP_P: top-p 3 is out of range (range 0.02 to 1). Hint: the nearest it takes is --top-p 1',
  );
  expect(parseArguments([], play, { GHOSTNOTE_TOP_P: '' }).values).toEqual(defaults());
});

test('the file of settings is the one that --config names, and no other command is asked for one', () => {
  const asked: string[] = [];
  const file = (name: string) => {
    asked.push(name);
    return {};
  };
  parseArguments(['--config', 'my.toml'], play, { GHOSTNOTE_CONFIG: 'other.toml' }, file);
  parseArguments([], play, { GHOSTNOTE_CONFIG: 'other.toml' }, file);
  parseArguments([], play, {}, file);
  parseArguments([], tokens, {}, file);
  expect(asked).toEqual(['my.toml', 'other.toml', '']);
});

describe('of a part', () => {
  const env = { GHOSTNOTE_PART_2_SEED: '9' };
  const file = (): Values => ({ parts: 3, 'part/3/mute': true, 'part/2/seed': 1 });

  test('flag, environment and file set its own rows, and nothing else is said of it', () => {
    const { values } = parseArguments(
      ['--part/2/level', '0.5', '--part/1/seed=3'],
      play,
      env,
      file,
    );
    expect(values).toEqual({
      ...defaults(),
      ...{ parts: 3, seed: 3, 'part/2/level': 0.5, 'part/2/seed': 9, 'part/3/mute': true },
    });
  });

  test('of a part that a file says, and that does not play, the hint is what to write there', () => {
    const said = (argv: string[], file: Values) =>
      faultOf(() => parseArguments(argv, play, {}, () => file)).line;
    const file = { 'part/2/mute': true };
    expect(said([], file)).toContain('parts is 1. Hint: put parts = 2 at the top of the file');
    expect(said(['--part/3/mute'], {})).toContain('Hint: add --parts 3');
    expect(said(['--part/2/mute'], file)).toContain('Hint: add --parts 2');
  });

  test.each([
    [
      ['--part/2/mute'],
      'part/2/mute is of a part that does not play: parts is 1. Hint: add --parts 2',
    ],
    [['--parts', '2', '--part/2/level', '3'], 'the nearest it takes is --part/2/level 2'],
    [['--part/2/tempo', '3'], 'play has no flag --part/2/tempo'],
  ])('%j is refused', (argv, line) => {
    expect(faultOf(() => parseArguments(argv, play)).line).toContain(line);
  });

  test('a command without parts takes none of them', () => {
    const one: Usage = { ...play, options: settings.filter(({ name }) => name !== 'parts') };
    expect(faultOf(() => parseArguments(['--part/2/mute'], one)).code).toBe('USAGE');
  });
});
