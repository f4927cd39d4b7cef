import { environmentName, typedFor, type Usage } from './arguments.js';
import { describeValues } from './parse-settings.js';
import type { Setting } from './setting.js';

/** The page of `ghostnote --help`. */
export function renderHelp(commands: readonly Usage[]): string {
  return [
    'ghostnote: a player that listens, and plays along.',
    '',
    'Usage: ghostnote COMMAND [flags]',
    '',
    'Commands:',
    ...columns(commands.map(({ name, help }) => [name, help])),
    '',
    'ghostnote COMMAND --help shows the flags of one. To train a model: npm run train -- --help.',
  ].join('\n');
}

/** The page of `ghostnote COMMAND --help`. */
export function renderCommandHelp(command: Usage): string {
  const usage = ['Usage:', typedFor(command)];
  if (command.options.length > 0) usage.push('[flags]');
  if (command.positionals !== '') usage.push(command.positionals);
  const lines = [`${command.name}: ${command.help}`, '', usage.join(' ')];
  const [first] = command.options;
  if (first === undefined) return lines.join('\n');
  return [
    ...lines,
    '',
    'Flags:',
    ...columns(command.options.map((option) => [renderFlag(option), renderOption(option)])),
    '',
    `Each can come from the environment too: --${first.name} is ${environmentName(first)}.`,
  ].join('\n');
}

function renderFlag({ name, short, type }: Setting): string {
  const letter = short === undefined ? '' : `-${short}, `;
  const value = { number: ' N', string: ' TEXT', choice: ' WORD', boolean: '' }[type];
  return `${letter}--${name}${value}`;
}

function renderOption(option: Setting): string {
  if (option.type === 'boolean') return option.help;
  const values = describeValues(option);
  const facts = values === '' ? [] : [values];
  if (option.default !== '') facts.push(`default ${option.default}`);
  return facts.length === 0 ? option.help : `${option.help} (${facts.join('; ')})`;
}

function columns(rows: readonly (readonly [left: string, right: string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  const indent = ' '.repeat(width + 4);
  return rows.flatMap(([left, right]) =>
    wrap(right, widest - indent.length).map(
      (line, at) => (at === 0 ? `  ${left.padEnd(width)}  ` : indent) + line,
    ),
  );
}

/** Columns of a line. */
const widest = 120;

/** `text` as lines of at most `width`, broken between words. */
function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = lines.at(-1) === '' ? word : `${lines.at(-1)} ${word}`;
    if (longer.length <= width || lines.at(-1) === '') lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
