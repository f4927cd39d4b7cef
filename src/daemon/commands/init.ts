import { existsSync } from 'node:fs';
import { Fault } from '../../model/fault.js';
import { replaceFile } from '../../model/files/replace-file.js';
import type { Command } from '../command.js';
import { renderConfig } from '../core/config-template.js';
import { flag } from '../core/setting.js';
import { configName } from '../io/config-file.js';

export const init: Command = {
  help: `write a file of settings to change by hand, ${configName} unless named`,
  options: [flag('force', 'write over a file that is there')],
  positionals: '[FILE]',
  async run({ values, positionals, err }) {
    const [file = configName, ...more] = positionals;
    if (more.length > 0) {
      throw new Fault('USAGE', 'init writes one file', { hint: `ghostnote init ${configName}` });
    }
    if (existsSync(file) && values['force'] !== true) {
      throw new Fault('FILE_UNWRITABLE', 'it is there already', {
        file,
        hint: `ghostnote init --force ${file} writes over it`,
      });
    }
    await replaceFile(file, renderConfig());
    err(`wrote ${file}; ghostnote play reads it in this folder, or from --config ${file}`);
    return 0;
  },
};
