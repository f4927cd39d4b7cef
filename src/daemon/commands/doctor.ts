import type { Command } from '../command.js';
import { flag } from '../core/setting.js';
import { pickSettings } from '../core/settings.js';
import {
  describeCheck,
  examinations,
  examine,
  phoneAddress,
  playTestNote,
  type Check,
} from '../doctor.js';
import { qrLines } from '../qr.js';

const testNote = flag('test-note', 'play a kick on the MIDI output');

export const doctor: Command = {
  help: 'check engine, MIDI, ports, model and clock, and say what to do',
  options: [
    ...pickSettings(
      'parts',
      'model',
      'engine',
      'device',
      'midi-out',
      'midi-in',
      'surface',
      'channel',
      'osc-port',
      'http-port',
      'lan',
      'state',
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
    const phone = await phoneAddress(values).catch(() => undefined); // its check says why
    const checks: Check[] = [];
    for (const one of wanted) {
      const check = await examine(one, values);
      checks.push(check);
      err(describeCheck(check));
      if (check.name === 'phone' && phone !== undefined) qrLines(phone).forEach(err);
    }
    if (values['json'] === true) out(JSON.stringify({ checks }));
    return checks.every(({ ok }) => ok) ? 0 : 1;
  },
};
