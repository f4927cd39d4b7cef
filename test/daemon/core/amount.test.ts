import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeAmount, readAmount, toNumber, withUnit } from '../../../src/daemon/core/amount.js';
import { pickSettings, settings } from '../../../src/daemon/core/settings.js';

test('one of any unit that a setting has is one, and what is no word stays as it is', () => {
  const units = new Set(settings.flatMap((row) => (row.type === 'number' ? [row.unit] : [])));
  const ones = Object.fromEntries([...units].map((unit) => [unit, withUnit('1', unit)]));
  expect(ones).toMatchObject({ '': '1', bars: '1 bar', beats: '1 beat', ms: '1 ms', '%': '1 %' });
  for (const one of Object.values(ones)) expect(one).not.toMatch(/[a-z]{3,}s$/);
  expect(withUnit('2', 'bars')).toBe('2 bars');
  expect(withUnit('1.00', 'bars')).toBe('1.00 bar');
});

test('a word for 0 stands for 0 alone, and fits beside a gauge', () => {
  for (const row of settings) {
    if (row.type !== 'number' || row.zero === undefined) continue;
    expect(row.min).toBe(0);
    expect(row.zero.length).toBeLessThan(11);
    expect(describeAmount('0', row)).toBe(row.zero);
    if (row.pitch !== true) expect(describeAmount('2', row)).toBe(withUnit('2', row.unit));
  }
  expect(describeAmount('0.00', { unit: 'ms' })).toBe('0.00 ms');
});

test('every pitch that is set goes by its name, as the roll has it, and is read back by it', () => {
  const pitches = settings.filter((row) => row.type === 'number' && row.pitch === true);
  expect(pitches).toEqual(pickSettings('lowest', 'highest', 'split'));
  const row = { unit: '', pitch: true };
  expect([60, 61, 0, 127].map((at) => describeAmount(String(at), row))).toEqual([
    'C4',
    'C#4',
    'C-1',
    'G9',
  ]);
  for (let pitch = 0; pitch < 128; pitch++) {
    const name = describeAmount(String(pitch), row);
    expect([name, name.toLowerCase(), String(pitch)].map((text) => readAmount(text, row))).toEqual(
      Array(3).fill(pitch),
    );
  }
});

test('a flat is the sharp below, across an octave too, and what is no MIDI pitch is none', () => {
  const row = { unit: '', pitch: true };
  const read = (text: string) => readAmount(text, row);
  expect(['Eb3', 'bb3', 'b3', 'Cb4', 'B#3', ' F#2 '].map(read)).toEqual([51, 58, 59, 59, 60, 42]);
  for (const text of ['', 'C', 'H3', 'C##3', 'C-2', 'G#9', 'Cb-1', 'C10', 'C4 C5', 'off'])
    expect(read(text), text).toBeUndefined();
  expect(readAmount('C4', { unit: '' })).toBeUndefined();
});

test('0 is read by its word in any case, and by no other', () => {
  const row = { unit: 'bars', zero: 'at once' };
  expect(['at once', 'At Once', '0', '3'].map((text) => readAmount(text, row))).toEqual([
    0, 0, 0, 3,
  ]);
  expect(readAmount('off', row)).toBeUndefined();
});

test('every decimal that JavaScript prints is read back', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(toNumber(String(value))).toBe(value + 0);
    }),
  );
});
