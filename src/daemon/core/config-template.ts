import { asToml } from './config.js';
import { describeValues } from './parse-settings.js';
import { groups } from './setting-groups.js';
import type { Setting } from './setting.js';
import { fileSettings } from './settings.js';

/** The file that `ghostnote init` writes: every setting with its help and its default, none of them set. */
export function renderConfig(): string {
  const sections = groups.flatMap(({ name, title }) => {
    const rows = fileSettings.filter(({ group }) => group === name);
    return rows.length === 0 ? [] : ['', `# ${title}`, ...rows.flatMap(renderRow)];
  });
  return `${[...head, ...sections].join('\n')}\n`;
}

const head = [
  '# Settings of ghostnote. Take the # from the start of a line to set what it says.',
  '# A flag on the command line goes before this file, and so does an environment variable.',
  '# What is said below a line [part.2] is of the second part, where there is one (parts).',
];

function renderRow(setting: Setting): string[] {
  const { name, help } = setting;
  const values = describeValues(setting);
  return [
    '',
    `# ${help}${values === '' ? '' : ` (${values})`}`,
    `# ${asToml(name, setting.default)}`,
  ];
}
