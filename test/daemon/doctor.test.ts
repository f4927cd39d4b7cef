import { expect, test } from 'vitest';
import { defaults } from '../../src/daemon/core/settings.js';
import { portsMeant } from '../../src/daemon/doctor.js';
import { faultOf } from '../support/faults.js';

const others = { inputs: ['Keystation 28:0'], outputs: ['TR-8S 24:0'] };

test.runIf(process.platform !== 'win32')(
  'the doctor names the ports that the settings mean, its own and those of others',
  () => {
    expect(portsMeant(defaults(), others)).toContain(
      'plays to "ghostnote out", listens to "ghostnote in"',
    );
    const named = { ...defaults(), 'midi-out': 'tr-8s', surface: 'keystation' };
    expect(portsMeant(named, others)).toContain(
      'plays to "TR-8S 24:0", listens to "ghostnote in" and "Keystation 28:0"',
    );
  },
);

test('the doctor looks at the port of every part, and names each once', () => {
  const usual = { ...defaults(), 'midi-out': 'TR-8S', 'midi-in': 'Keystation', parts: 3 };
  expect(portsMeant(usual, others)).toContain('plays to "TR-8S 24:0", listens');
  const two = { ...others, outputs: [...others.outputs, 'Bass 32:0'] };
  expect(portsMeant({ ...usual, 'part/3/midi-out': 'bass' }, two)).toContain(
    'plays to "TR-8S 24:0" and "Bass 32:0", listens',
  );
  const { line } = faultOf(() => portsMeant({ ...usual, 'part/3/midi-out': 'bass' }, others));
  expect(line).toMatch(/No MIDI output is called "bass" now/);
});

test.each([
  ['midi-out', /No MIDI output is called "nano" now/, /--midi-out/],
  ['midi-in', /No MIDI input is called "nano" now/, /--midi-in/],
  ['surface', /No MIDI input is called "nano" now/, /ghostnote ports/],
])('where the port of %s is not there the doctor says so, and what to do', (name, said, hint) => {
  const usual = { 'midi-out': 'TR-8S', 'midi-in': 'Keystation' };
  const { line } = faultOf(() => portsMeant({ ...defaults(), ...usual, [name]: 'nano' }, others));
  expect(line).toMatch(said);
  expect(line).toMatch(hint);
});
