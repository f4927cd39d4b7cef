import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Input, InputRecord } from '../../../src/daemon/threads/input-record.js';

const midi = fc.nat(127);
const at = fc.nat(2 ** 50);
const inputs: fc.Arbitrary<Input> = fc.oneof(
  fc.record({
    type: fc.constant('key' as const),
    ...{ pitch: midi, velocity: midi, at, channel: fc.nat(15) },
  }),
  fc.record({
    type: fc.constant('real-time' as const),
    kind: fc.constantFrom('clock', 'start', 'continue', 'stop', 'position'),
    ...{ position: fc.nat(16383), at },
  }),
  fc.record({
    type: fc.constant('link' as const),
    ...{ bpm: fc.double({ noNaN: true }), beat: fc.double({ noNaN: true }), at, peers: fc.nat(99) },
  }),
  fc.record({ type: fc.constant('launch' as const), bpm: fc.double({ noNaN: true }), at }),
);

/** What the other side reads of it. */
function read(record: InputRecord): Input {
  const { kind, at, pitch, velocity, channel, position, bpm, beat, peers } = record;
  if (kind === 'key') return { type: 'key', pitch, velocity, at, channel };
  if (kind === 'link') return { type: 'link', bpm, beat, at, peers };
  if (kind === 'launch') return { type: 'launch', bpm, at };
  return { type: 'real-time', kind, position, at };
}

test('what comes in is read as it was written, whatever was written in its place before', () => {
  const [writer, reader] = [new InputRecord(), new InputRecord()];
  fc.assert(
    fc.property(inputs, (input) => {
      writer.write(input);
      reader.numbers.set(writer.numbers);
      expect(read(reader)).toEqual(input);
    }),
  );
});
