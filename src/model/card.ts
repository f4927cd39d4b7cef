import type { Manifest } from './manifest.js';
import { describeLayers } from './net/architecture.js';
import { paramCount } from './net/params.js';

/** The model's card, in Markdown: what it is, what it learned from and under which licence, and how well it does. */
export function renderCard({
  name,
  architecture,
  codec,
  training,
  data,
  scores,
  window,
}: Manifest): string {
  const { vocabulary } = architecture;
  const made =
    'commit' in training
      ? `\`npm run train\` at commit \`${String(training['commit'])}\``
      : '`ghostnote import-keras`';
  const table = (rows: Readonly<Record<string, unknown>>): string =>
    Object.entries(rows)
      .map(([key, value]) => `| ${key} | ${String(value)} |`)
      .join('\n');
  return `# ${name}

A deep recurrent network (${describeLayers(architecture)}) of ${paramCount(architecture).toLocaleString('en')} parameters, over
${vocabulary} tokens of the \`${codec.name}\` codec (${codec.material}, ${codec.grid} ticks to a whole note), with a
window of ${window} inputs. Made by ${made}.

## Data

${data.name}. ${data.attribution} Licence: ${data.licence}.

## Scores

| what | value |
| --- | --- |
${table(scores)}

## Settings

| setting | value |
| --- | --- |
${table(training)}
`;
}
