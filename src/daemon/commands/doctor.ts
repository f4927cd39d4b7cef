import type { Command } from '../command.js';
import { flag, pickSettings } from '../core/settings.js';
import { examinations, examine, playTestNote, type Check } from '../doctor.js';

const testNote = flag('test-note', 'play a kick on the MIDI output');

export const doctor: Command = {
  name: 'doctor',
  help: 'check engine, MIDI, ports, model and clock, and say what to do',
  options: [
    ...pickSettings(
      'model',
      'engine',
      'device',
      'midi-out',
      'channel',
      'osc-port',
      'http-port',
      'json',
    ),
    testNote,
  ],
  positionals: '',
  async run({ values, out, err }) {
    const wanted = [...examinations];
    if (values['test-note'] === true) {
      wanted.push({ name: 'test note', hint: 'see ghostnote ports', examine: playTestNote });
    }
    const checks: Check[] = [];
    for (const one of wanted) {
      const check = await examine(one, values);
      checks.push(check);
      err(
        `${check.ok ? 'ok  ' : 'FAIL'} ${check.name}: ${check.detail}${check.ok ? '' : ` -> ${check.hint}`}`,
      );
    }
    if (values['json'] === true) out(JSON.stringify({ checks }));
    return checks.every(({ ok }) => ok) ? 0 : 1;
  },
};
