import type { Command } from '../command.js';
import { pickSettings } from '../core/settings.js';
import { listMidiPorts } from '../io/midi-device.js';

export const ports: Command = {
  help: 'list the MIDI ports of this machine',
  options: pickSettings('json'),
  positionals: '',
  run({ values, out, err }) {
    const { inputs, outputs, note } = listMidiPorts();
    if (note !== '') err(note);
    if (values['json'] === true) {
      out(JSON.stringify({ inputs, outputs }));
      return Promise.resolve(0);
    }
    const list = (title: string, names: readonly string[]): void => {
      out(`${title}:`);
      for (const name of names.length === 0 ? ['(none)'] : names) out(`  ${name}`);
    };
    list('MIDI inputs, for --midi-in', inputs);
    list('MIDI outputs, for --midi-out', outputs);
    return Promise.resolve(0);
  },
};
