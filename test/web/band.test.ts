import { expect, test } from 'vitest';
import type { KeyMessage, PartModel } from '../../src/daemon/core/messages.js';
import { Band } from '../../src/web/band.js';

const model = (material: PartModel['material'], ticksPerBeat: number): PartModel => ({
  ...{ name: material, material, ticksPerBar: 4 * ticksPerBeat, ticksPerBeat, voices: [] },
});
const key: KeyMessage = {
  ...{ type: 'key', pitch: 60, velocity: 127, channel: 2, label: 'C4', voice: 'high-tom' },
  beat: 1.5,
};

/** The strokes of each part of two, a drummer and a pianist. */
function strokes(...[message, values = {}, turns = []]: Parameters<Band['strike']>) {
  const band = new Band();
  band.meet([model('drums', 4), model('notes', 3)]);
  band.strike(message, values, turns);
  return [1, 2].map((part) => band.player(part)!.strip.strokes);
}

test('a key is a stroke of each part, at its place in the ticks of that', () => {
  const onsets = strokes(key, {}, []).map((each) => each.map(({ onset }) => onset));
  expect(onsets).toEqual([[6], [4.5]]);
  expect(strokes({ ...key, beat: null }, {}, [])).toEqual([[], []]);
});

test('a part has no strokes on a channel that it does not hear', () => {
  const heard = (hears: number) =>
    strokes(key, { 'part/2/hears': hears }, []).map(({ length }) => length);
  expect([heard(0), heard(2), heard(3)]).toEqual([
    [1, 1],
    [1, 1],
    [1, 0],
  ]);
});

test('a keyboard has a lane beside a drummer who listens, and none beside one who plays', () => {
  const placed = (turn: 'listens' | 'accompanies') =>
    strokes(key, {}, [{ type: 'turn', part: 1, mode: 'trade', turn }]).map(
      (each) => each[0]!.placed,
    );
  expect(placed('listens')).toEqual([true, true]);
  expect(placed('accompanies')).toEqual([false, true]);
});
