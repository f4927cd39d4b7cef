import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  findPreset,
  notKept,
  presetName,
  readPreset,
  writePreset,
} from '../../../src/daemon/core/preset.js';
import type { Setting, SettingValue, Values } from '../../../src/daemon/core/setting.js';
import { liveSettings } from '../../../src/daemon/core/settings.js';
import { faultOf } from '../../support/faults.js';

const anyOf = (setting: Setting): fc.Arbitrary<SettingValue> => {
  switch (setting.type) {
    case 'number':
      return fc.integer({ min: Math.ceil(setting.min), max: Math.floor(setting.max) });
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...setting.choices);
    case 'string':
      return fc.string();
  }
};
const values = fc
  .tuple(...liveSettings.map((setting) => fc.option(anyOf(setting))))
  .map((all) =>
    liveSettings.flatMap(({ name }, at) => (all[at] === null ? [] : [[name, all[at]!]])),
  )
  .map((entries) => Object.fromEntries(entries) as Values);

const note = fc.record({
  pitch: fc.nat(127),
  velocity: fc.nat(127),
  offset: fc.integer({ min: -50, max: 49 }).map((hundredths) => hundredths / 100),
});
const tick = fc.record({ token: fc.string(), notes: fc.array(note, { maxLength: 3 }) });
const playeds = fc.array(
  fc.record({ ticks: fc.array(tick, { maxLength: 5 }), ticksPerBar: fc.constantFrom(12, 16) }),
  { maxLength: 2 },
);

test('what is saved is what is read, but for how a recall is played and what is of the stage', () => {
  fc.assert(
    fc.property(values, playeds, (saved, played) => {
      const rest = Object.entries(saved).filter(([name]) => !notKept.includes(name));
      const text = writePreset({ name: 'verse', values: saved, played });
      const unknown: string[] = [];
      const read = readPreset(text, 'verse', 'verse.json', (names) => unknown.push(...names));
      expect(read).toEqual({ name: 'verse', values: Object.fromEntries(rest), played });
      expect(unknown).toEqual([]);
    }),
  );
});

test('a value edited past its end comes back, and a setting of another version is left out', () => {
  const unknown: string[] = [];
  const text = JSON.stringify({ values: { temperature: 99, wobble: 3 } });
  const { values: read } = readPreset(text, 'x', 'x.json', (names) => unknown.push(...names));
  expect(read).toEqual({ temperature: 2 });
  expect(unknown).toEqual(['wobble']);
});

test.each([
  ...['', 'no JSON', '[]', '{}', '{"values":3}', 'null', '{"values":{"tempo":"fast"}}'],
  ...['3', '[3]', '[{"ticksPerBar":16}]', '[{"ticksPerBar":0,"ticks":[]}]'].map(inPreset),
  inPreset('[{"ticksPerBar":16,"ticks":[{"token":"kick","notes":[{"pitch":900}]}]}]'),
])('%j is one line that names what is wrong', (text) => {
  const { code } = faultOf(() => readPreset(text, 'x', '/presets/x.json', () => undefined));
  expect(code === 'FILE_UNREADABLE' || code === 'BAD_VALUE').toBe(true);
});

function inPreset(played: string): string {
  return `{"values":{},"played":${played}}`;
}

test.each(['../secret', 'a/b', '', '12', '.hidden', 'a'.repeat(41), 'nul\0'])(
  'no preset is called %j',
  (name) => expect(faultOf(() => presetName(name)).code).toBe('BAD_VALUE'),
);

test('a preset is meant by its name, whatever the case, or by its place', () => {
  const names = ['Chorus', 'verse 2'];
  expect(['chorus', ' Verse 2', '1', '2'].map((wanted) => findPreset(names, wanted))).toEqual([
    ...['Chorus', 'verse 2', 'Chorus', 'verse 2'],
  ]);
  expect(
    ['verse', 'Verse', 'VERSE'].map((wanted) => findPreset(['Verse', 'verse'], wanted)),
  ).toEqual(['verse', 'Verse', 'Verse']);
  for (const wanted of ['3', '0', '-1', 'bridge'])
    expect(faultOf(() => findPreset(names, wanted)).line).toMatch(/no preset.*1 Chorus, 2 verse 2/);
});

test('a name that has digits is no place in the list, however a number could be written so', () => {
  for (const name of ['1e1', '0x2']) {
    expect(presetName(name)).toBe(name);
    expect(findPreset(['chorus', name], name)).toBe(name);
  }
});

test('a preset leaves the beat with whoever has it, unless its file says otherwise by hand', () => {
  const all = Object.fromEntries(liveSettings.map((row) => [row.name, row.default])) as Values;
  const text = writePreset({ name: 'verse', values: all, played: [] });
  const kept = (json: string) => readPreset(json, 'verse', 'verse.json', () => undefined).values;
  expect(kept(text)).toMatchObject({ tempo: 120, seed: 93, mode: 'accompany' });
  for (const name of [
    'clock',
    'clock-out',
    'link-start',
    'count-in',
    'end-after',
    'latency',
    'pick-up',
  ])
    expect(kept(text)).not.toHaveProperty(name);
  const byHand = text.replace('"tempo"', '"clock": "midi",\n    "tempo"');
  expect(kept(byHand)).toMatchObject({ clock: 'midi', tempo: 120 });
});
