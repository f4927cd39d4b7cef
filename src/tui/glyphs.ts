/** The characters of the screen that are not letters. Each takes one cell. */
export interface Glyphs {
  readonly unicode: boolean;
  /** Soft to loud, a quarter of the velocities each. */
  readonly velocity: readonly [string, string, string, string];
  /** The same of a note that is only intended. */
  readonly planned: readonly [string, string, string, string];
  /** The same of a player's stroke. */
  readonly struck: readonly [string, string, string, string];
  /** A player's stroke and a note at one place. */
  readonly together: string;
  /** A player's key came just now, or came before. */
  readonly lit: string;
  readonly unlit: string;
  readonly held: string;
  readonly barLine: string;
  readonly beat: string;
  readonly here: string;
  readonly missed: string;
  readonly playing: string;
  readonly stopped: string;
  readonly chosen: string;
  readonly full: string;
  readonly empty: string;
  readonly dot: string;
  /** Where a line was cut. */
  readonly more: string;
}

export const unicodeGlyphs: Glyphs = {
  unicode: true,
  velocity: ['·', '▪', '■', '█'],
  planned: ['▫', '▫', '□', '□'],
  struck: ['◦', '◦', '○', '○'],
  together: '◉',
  lit: '●',
  unlit: '○',
  held: '─',
  barLine: '│',
  beat: '·',
  here: '▲',
  missed: '!',
  playing: '▶',
  stopped: '■',
  chosen: '▸',
  full: '━',
  empty: '─',
  dot: '·',
  more: '…',
};

export const asciiGlyphs: Glyphs = {
  unicode: false,
  velocity: ['.', 'o', 'O', '#'],
  planned: ['x', 'x', 'X', 'X'],
  struck: ['+', '+', '*', '*'],
  together: '@',
  lit: '*',
  unlit: '-',
  held: '-',
  barLine: '|',
  beat: '.',
  here: '^',
  missed: '!',
  playing: '>',
  stopped: '=',
  chosen: '>',
  full: '=',
  empty: '-',
  dot: '-',
  more: '>',
};

/** What the terminal can show, from the locale. Windows consoles are Unicode whatever the locale says. */
export function glyphsFor(env: NodeJS.ProcessEnv, platform: string): Glyphs {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => !!value) ?? '';
  return platform === 'win32' || /utf-?8/i.test(locale) ? unicodeGlyphs : asciiGlyphs;
}

/** `velocity` from 1 to 127. */
export function velocityGlyph(velocity: number, quarters: Glyphs['velocity']): string {
  return quarters[Math.min(3, Math.max(0, Math.floor(velocity / 32)))]!;
}
