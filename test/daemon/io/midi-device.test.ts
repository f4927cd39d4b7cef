import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listMidiPorts, openMidiIn, openMidiOut } from '../../../src/daemon/io/midi-device.js';

const withoutSequencer = process.platform === 'linux' && !existsSync('/dev/snd/seq');
if (!withoutSequencer) {
  process.stdout.write('midi-device: this machine has MIDI, so its absence is not tested here\n');
}

test.runIf(withoutSequencer)('without a sequencer it says what to do, and swallows notes', () => {
  const out = openMidiOut('ghostnote out');
  expect(out.name).toBeNull();
  expect(out.note).toContain('/dev/snd/seq');
  expect(out.note).toContain('sudo modprobe snd-seq');
  expect(out.note).not.toContain('\n');
  expect(() => out.send(0x99, 36, 100)).not.toThrow();
  expect(() => out.send(0xf8, 0, 0)).not.toThrow();
  out.close();
  const input = openMidiIn('ghostnote in', {
    key: () => undefined,
    realTime: () => undefined,
    control: () => undefined,
  });
  expect([input.name, input.note]).toEqual([null, out.note]);
  expect(listMidiPorts()).toEqual({ inputs: [], outputs: [], note: out.note, without: true });
});
