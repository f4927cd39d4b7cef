import type { Command } from '../command.js';
import { environmentName } from '../core/arguments.js';
import { renderReference } from '../core/reference.js';
import { flag } from '../core/setting.js';
import { pickSettings, settings as table } from '../core/settings.js';

export const settings: Command = {
  help: 'list every setting',
  options: [
    ...pickSettings('json'),
    flag('markdown', 'write docs/reference.md to standard output'),
  ],
  positionals: '',
  run({ values, out }) {
    if (values['markdown'] === true) out(renderReference().trimEnd());
    else if (values['json'] === true) out(JSON.stringify({ settings: table }));
    else
      for (const row of table)
        out(`--${row.name}, ${environmentName(row)}: ${row.help} [${String(row.default)}]`);
    return Promise.resolve(0);
  },
};
