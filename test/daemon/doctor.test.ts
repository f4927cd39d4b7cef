import { expect, test } from 'vitest';
import { defaults } from '../../src/daemon/core/settings.js';
import { describeCheck, examine, midiOf } from '../../src/daemon/doctor.js';
import { faultOf } from '../support/faults.js';

const others = { inputs: ['Keystation 28:0'], outputs: ['TR-8S 24:0'], note: '', without: false };

test.runIf(process.platform !== 'win32')(
  'the doctor names the ports that the settings mean, its own and those of others',
  () => {
    expect(midiOf(defaults(), others)).toContain(
      'plays to "ghostnote out", listens to "ghostnote in"',
    );
    const named = { ...defaults(), 'midi-out': 'tr-8s', surface: 'keystation' };
    expect(midiOf(named, others)).toContain(
      'plays to "TR-8S 24:0", listens to "ghostnote in" and "Keystation 28:0"',
    );
  },
);

test('the doctor looks at the port of every part, and names each once', () => {
  const usual = { ...defaults(), 'midi-out': 'TR-8S', 'midi-in': 'Keystation', parts: 3 };
  expect(midiOf(usual, others)).toContain('plays to "TR-8S 24:0", listens');
  const two = { ...others, outputs: [...others.outputs, 'Bass 32:0'] };
  expect(midiOf({ ...usual, 'part/3/midi-out': 'bass' }, two)).toContain(
    'plays to "TR-8S 24:0" and "Bass 32:0", listens',
  );
  const { line } = faultOf(() => midiOf({ ...usual, 'part/3/midi-out': 'bass' }, others));
  expect(line).toMatch(/No MIDI output is called "bass" now/);
});

test.each([
  ['midi-out', /No MIDI output is called "nano" now/, /--midi-out/],
  ['midi-in', /No MIDI input is called "nano" now/, /--midi-in/],
  ['surface', /No MIDI input is called "nano" now/, /ghostnote ports/],
])('where the port of %s is not there the doctor says so, and what to do', (name, said, hint) => {
  const usual = { 'midi-out': 'TR-8S', 'midi-in': 'Keystation' };
  const { line } = faultOf(() => midiOf({ ...defaults(), ...usual, [name]: 'nano' }, others));
  expect(line).toMatch(said);
  expect(line).toMatch(hint);
});

/** A server or a container. */
const none = {
  ...{ inputs: [], outputs: [], without: true },
  note: 'No MIDI ports: this system has no ALSA sequencer. Hint: load it',
};

test.runIf(process.platform !== 'win32')(
  'a machine without MIDI is warned of and not ill: it plays all the same',
  async () => {
    const one = { name: 'midi', hint: '', examine: () => midiOf(defaults(), none) };
    const check = await examine(one, defaults());
    expect(check.ok).toBe(true);
    expect(describeCheck(check)).toBe(
      'warn midi: No MIDI ports: this system has no ALSA sequencer. -> load it',
    );
  },
);

test.each(['midi-out', 'midi-in', 'surface', 'part/2/midi-out'])(
  'a machine without MIDI is ill where %s asks for a port of others',
  (name) => {
    const { line } = faultOf(() => midiOf({ ...defaults(), parts: 2, [name]: 'TR-8S' }, none));
    expect(line).toMatch(/no ALSA sequencer/);
  },
);

test('a machine whose MIDI cannot be opened is ill, whatever port is asked for', () => {
  const closed = { ...none, without: false };
  expect(faultOf(() => midiOf(defaults(), closed)).line).toMatch(/No MIDI ports/);
});
