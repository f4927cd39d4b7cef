import { join } from 'node:path';
import { loadManifest } from '../../model/files/model-folder.js';
import type { Command } from '../command.js';
import { pickSettings } from '../core/settings.js';
import { shippedModels, shippedNames } from '../model-folders.js';

export const models: Command = {
  help: 'list the models that come with ghostnote, by the names that --model takes',
  options: pickSettings('json'),
  positionals: '',
  async run({ values, out }) {
    const found: object[] = [];
    for (const word of shippedNames()) {
      const folder = join(shippedModels, word);
      const { name, codec, data, scores } = await loadManifest(folder);
      found.push({ folder, name, material: codec.material, licence: data.licence, scores });
      if (values['json'] !== true) out(`${word}: ${name} (${codec.material}; ${data.licence})`);
    }
    if (values['json'] === true) out(JSON.stringify({ models: found }));
    return 0;
  },
};
