import { deflateSync } from 'node:zlib';
import { replaceFile } from '../../model/files/replace-file.js';
import type { Command } from '../command.js';
import { spreadRows } from '../core/part-settings.js';
import { commands } from '../core/live-commands.js';
import { choice, number, text } from '../core/setting.js';
import { liveSettings, pickSettings } from '../core/settings.js';
import { type TouchSize, touchLayout } from '../core/touchosc/layout.js';
import { renderLayout } from '../core/touchosc/xml.js';
import { lanAddresses } from '../io/lan-address.js';

export const touchosc: Command = {
  help: 'write a layout for TouchOSC with every control',
  options: [
    { ...text('out', 'ghostnote.tosc', 'the file to write'), short: 'o' },
    choice('size', ['phone', 'tablet'], 'made for a phone held upright or a tablet held across'),
    text('address', '', 'address to show for the connection; empty is that of this machine'),
    number('receive-port', [1, 65535, 1], 9001, '', 'UDP port that TouchOSC receives on', false),
    ...pickSettings('parts', 'osc-port', 'json'),
  ],
  positionals: '',
  async run({ values, out, err }) {
    const file = values['out'] as string;
    const address = (values['address'] as string) || (lanAddresses()[0] ?? '127.0.0.1');
    const oscPort = values['osc-port'] as number;
    const receivePort = values['receive-port'] as number;
    const layout = touchLayout({
      size: values['size'] as TouchSize,
      settings: spreadRows(liveSettings, values['parts'] as number),
      commands,
      address,
      oscPort,
      receivePort,
    });
    await replaceFile(file, deflateSync(renderLayout(layout), { level: 9 }));
    err(
      `wrote ${file}: in TouchOSC, send UDP to ${address} port ${oscPort}, receive on ${receivePort}`,
    );
    if (values['json'] === true) out(JSON.stringify({ file }));
    return 0;
  },
};
