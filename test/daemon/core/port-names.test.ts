import { expect, test } from 'vitest';
import { matchPort } from '../../../src/daemon/core/port-names.js';

const through = 'Midi Through:Midi Through Port-0 14:0';
const pad = 'TR-8S:TR-8S MIDI 1 24:0';
const twin = 'TR-8S:TR-8S MIDI 1 28:0';
const ours = 'RtMidi Output Client:ghostnote out 128:0';
const ports = [through, ours, pad, twin, 'synth', 'FLUID Synth (77):synth 129:0'];

test.each([
  ['its whole name', 'synth', 4],
  ['a part of its name, whatever the case', 'fluid', 5],
  ['its name as it was with other numbers', 'TR-8S:TR-8S MIDI 1 20:0', 2],
  ['one of its numbers, where two are called the same', twin, 3],
  ['the second of several', 'tr-8s #2', 3],
  ['ghostnote, where that is meant', 'ghostnote out', 1],
  ['not at all, where it is not there', 'TR-909', -1],
  ['not at all, where there are fewer', 'TR-8S #3', -1],
])('a port is found by %s', (_, wanted, index) => {
  expect(matchPort(wanted, ports)).toBe(index);
});

test('a part of a name that says nothing of ghostnote never finds a port of ghostnote', () => {
  expect(matchPort('out', ports)).toBe(-1);
  expect(matchPort('RtMidi', ports)).toBe(-1);
});
