import { expect, test } from 'vitest';
import { allPitchClasses } from '../../../src/model/steer/lock.js';
import { pitchName } from '../../../src/model/codec/pitch-name.js';
import { LockWarning } from '../../../src/model/steer/lock-warning.js';
import { noteSounds } from './sounds.js';

const pitches = noteSounds.flatMap((sound) => sound.pitches);
const [bottom, top] = [Math.min(...pitches), Math.max(...pitches)];
const free = { pitchClasses: allPitchClasses, lowest: 0, highest: 127, transpose: 0 };

function listen() {
  const lines: string[] = [];
  const warning = new LockWarning(noteSounds, 'tunes', (line) => lines.push(line));
  /** What it says to some settings, one after the other. */
  const said = (...all: readonly Partial<typeof free>[]): string[] => {
    lines.length = 0;
    for (const each of all) warning.hear({ ...free, ...each });
    return [...lines];
  };
  return said;
}

test('where it may play none of its notes, one line says so, and what to do', () => {
  const said = listen();
  expect(said({}, { lowest: bottom }, { highest: top })).toEqual([]);
  expect(said({ lowest: top + 1 })).toEqual([
    `"tunes" knows no note from lowest ${pitchName(top + 1)} to highest G9: it is silent there. ` +
      'Hint: widen them, or transpose it',
  ]);
});

test('the lower may be either; a scale that has none of its notes there counts', () => {
  const said = listen();
  expect(said({ lowest: bottom - 1, highest: 0 })).toEqual([
    expect.stringContaining(`from lowest C-1 to highest ${pitchName(bottom - 1)}`),
  ]);
  const other = { pitchClasses: 1 << ((top + 1) % 12), lowest: top, highest: top + 1 };
  expect(listen()(other)).toEqual([expect.stringContaining('no note of that scale or chord')]);
});

test('a model that is transposed into the range is heard, one that is transposed out of it is not', () => {
  const said = listen();
  const above = { lowest: top + 1, highest: top + 12 };
  expect(said({ ...above, transpose: 12 })).toEqual([]);
  expect(said({ ...above, transpose: -1 })).toHaveLength(1);
});

test('it is said once, for a knob that is turned through and for chords that come and go', () => {
  const said = listen();
  const turned = Array.from({ length: bottom }, (_, at) => ({ highest: bottom - 1 - at }));
  expect(said(...turned, ...turned)).toHaveLength(1);
  expect(said({})).toEqual([]);
  expect(said(...turned)).toHaveLength(1);
  expect(said({})).toEqual([]);
  const one = { lowest: top, highest: top };
  const without = { ...one, pitchClasses: allPitchClasses ^ (1 << (top % 12)) };
  expect(said(one, without, one, without, one, without)).toHaveLength(1);
});
