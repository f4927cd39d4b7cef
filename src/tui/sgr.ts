import { type Line, type Style } from './text.js';

/**
 * Select Graphic Rendition parameters (ECMA-48 8.3.117). Of colours, the eight that every terminal has: of sixteen, bright
 * black is the background in some palettes. What cannot be made faint stays plain.
 */
const colours: Readonly<Record<Style, string>> = {
  plain: '',
  title: '1;7',
  dim: '2',
  strong: '1',
  chosen: '1;36',
  note: '32',
  you: '1;33',
  old: '2',
  plan: '36',
  head: '30;47',
  good: '32',
  warn: '33',
  bad: '1;31',
};

const noColours: Readonly<Record<Style, string>> = {
  plain: '',
  title: '7',
  dim: '',
  strong: '1',
  chosen: '7',
  note: '1',
  you: '1',
  old: '',
  plan: '',
  head: '7',
  good: '',
  warn: '1',
  bad: '7',
};

/** A line as a terminal takes it; plain again at its end. */
export function sgrLine(line: Line, colour: boolean): string {
  const table = colour ? colours : noColours;
  return line
    .map(({ text, style }) => (table[style] === '' ? text : `\x1b[${table[style]}m${text}\x1b[0m`))
    .join('');
}

/** https://no-color.org: any value of NO_COLOR that is not empty asks for none; VT100 to VT220 have none. */
export function wantsColour(env: NodeJS.ProcessEnv): boolean {
  return !env['NO_COLOR'] && !/^(dumb|vt[12]\d\d.*|.*-mono|.*-m)$/.test(env['TERM'] ?? '');
}
