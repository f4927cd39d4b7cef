import { expect, test } from 'vitest';
import { completeValues } from '../../../src/daemon/core/part-settings.js';
import { partPorts } from '../../../src/daemon/core/part-ports.js';
import { settings } from '../../../src/daemon/core/settings.js';

const portsOf = (said: Record<string, string>, parts: number) =>
  partPorts(completeValues(said, settings, parts), parts);

test('parts play to the port of part 1 unless told another', () => {
  expect(portsOf({}, 3)).toEqual({ names: ['ghostnote out'], of: [0, 0, 0] });
  expect(portsOf({ 'midi-out': 'TR-8S' }, 2)).toEqual({ names: ['TR-8S'], of: [0, 0] });
});

test('each port is there once, however many parts play to it', () => {
  const said = { 'part/2/midi-out': 'bass', 'part/4/midi-out': 'bass' };
  expect(portsOf(said, 4)).toEqual({ names: ['ghostnote out', 'bass'], of: [0, 1, 0, 1] });
});
