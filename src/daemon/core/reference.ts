import { environmentName } from './arguments.js';
import { describeValues } from './parse-settings.js';
import { partName, type Scoped } from './part-settings.js';
import { groups } from './setting-groups.js';
import { commands, type LiveCommand } from './live-commands.js';
import type { Setting } from './setting.js';
import { settings } from './settings.js';

/** `docs/reference.md`: every setting and command, for people. */
export function renderReference(): string {
  const sections = groups.flatMap(({ name, title }) => {
    const rows = settings.filter(({ group }) => group === name);
    return rows.length === 0 ? [] : ['', `## ${title}`, '', ...settingTable(rows)];
  });
  return `${[...head, ...sections, ...tail, ...commandTable()].join('\n')}\n`;
}

const example = settings.find(({ name }) => name === 'top-p')!;

const head = [
  '# Settings and commands',
  '',
  'Made by `npx ghostnote settings --markdown` from the table that all of it comes from, `src/daemon/core/settings.ts`.',
  '',
  `A setting is given on the command line (\`--${example.name} ${example.default}\`), in the environment (\`${environmentName(example)}=${example.default}\`) or in a file (\`${example.name} = ${example.default}\`), and the first of these that has it counts. The file is the one that \`--config\` names, else \`ghostnote.toml\` in the working folder, else the one in your folder of settings; \`npx ghostnote init\` writes one. A value out of range is refused, with the nearest good one named.`,
  '',
  `Where it says _each part_, \`part/2/${example.name}\` is that of part 2, and so on: \`--part/2/${example.name} ${example.default}\`, \`${environmentName({ ...example, name: partName(2, example.name) })}=${example.default}\`, and in a file \`${example.name} = ${example.default}\` below \`[part.2]\`. What is not said of a part is as with part 1, but for switches and the seed (\`docs/parts.md\`).`,
  '',
  `Those that change at any time do so from the terminal, the page, by OSC (\`/ghostnote/${example.name} ${example.default}\`, \`docs/osc.md\`) and by WebSocket (\`{"type":"set","name":"${example.name}","value":${example.default}}\`), which take the nearest value and tell everyone.`,
  '',
  'A pitch has its name wherever people see it or type it, `--lowest C3`, and a 0 that is no amount its word, `--freeze off`; programs send the number, of which 60 is C4.',
];

const tail = [
  '',
  '## Commands while it runs',
  '',
  'By OSC (`/ghostnote/start`), by WebSocket (`{"type":"do","command":"start"}`, with `"argument"` where there is one), and from the terminal and the page.',
  '',
];

function settingTable(rows: readonly Setting[]): string[] {
  const cells = rows.map((row) => [
    `\`${row.name}\``,
    row.help,
    { boolean: 'on or off', string: 'text' }[row.type as string] ?? describeValues(row),
    row.default === '' ? '' : row.type === 'boolean' ? 'off' : `\`${row.default}\``,
    row.live ? 'at any time' : 'at the start',
    scopeOf(row),
  ]);
  return table(['setting', 'what it does', 'takes', 'default', 'changes', 'of'], cells);
}

function commandTable(): string[] {
  const cells = commands.map((row) => [
    `\`${row.name}\``,
    row.help,
    describeArgument(row),
    scopeOf(row),
  ]);
  return table(['command', 'what it does', 'takes', 'of'], cells);
}

function scopeOf({ scope }: Scoped): string {
  return scope === 'part' ? 'each part' : 'all';
}

function describeArgument({ argument }: LiveCommand): string {
  if (argument === undefined) return '';
  const { name, type, help, optional } = argument;
  return `${name} (${type}${optional === true ? ', can be left out' : ''}): ${help}`;
}

/** Columns as wide as the formatter of the project makes them. */
function table(names: readonly string[], cells: readonly (readonly string[])[]): string[] {
  const widths = names.map((name, at) =>
    Math.max(name.length, ...cells.map((row) => row[at]!.length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  return [line(names), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)];
}
