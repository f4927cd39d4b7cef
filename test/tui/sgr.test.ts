import { describe, expect, it } from 'vitest';
import { glyphsFor } from '../../src/tui/glyphs.js';
import { sgrLine, wantsColour } from '../../src/tui/sgr.js';
import { span } from '../../src/tui/text.js';

const styles = [
  'plain',
  'title',
  'dim',
  'strong',
  'chosen',
  'note',
  'old',
  'plan',
  'head',
  'good',
  'warn',
  'bad',
] as const;

/** Those that stand side by side and mean something else. */
const neighbours = [
  ['note', 'old', 'plan', 'head'],
  ['plain', 'good', 'warn', 'bad'],
  ['plain', 'strong', 'chosen', 'dim'],
] as const;

describe('colour', () => {
  it('is left out for NO_COLOR that is not empty, and for a dumb terminal', () => {
    expect(wantsColour({ TERM: 'xterm' })).toBe(true);
    expect(wantsColour({ TERM: 'xterm', NO_COLOR: '' })).toBe(true);
    expect(wantsColour({ TERM: 'xterm', NO_COLOR: '1' })).toBe(false);
    expect(wantsColour({ TERM: 'dumb' })).toBe(false);
  });

  it('is left out for terminals that have none, and not for those that have eight', () => {
    for (const TERM of ['vt100', 'vt102', 'vt220', 'vt220-8bit', 'xterm-mono', 'ansi-m'])
      expect(wantsColour({ TERM }), TERM).toBe(false);
    for (const TERM of ['xterm', 'linux', 'screen', 'tmux-256color', 'vt340', 'xterm-16color'])
      expect(wantsColour({ TERM }), TERM).toBe(true);
  });

  it('is one of the eight that every palette has, never the background, and differs between neighbours', () => {
    for (const group of neighbours) {
      const looks = group.map((style) => sgrLine([span('x', style)], true));
      expect(new Set(looks).size).toBe(group.length);
      for (const look of looks) {
        const [front = '39', back = '40'] = [/\b3[0-7](?!\d)/, /\b4[0-7](?!\d)/].map(
          (one) => one.exec(look)?.[0],
        );
        expect(look).not.toMatch(/\b(9\d|10\d|38|48)(?!\d)/);
        expect(front[1]).not.toBe(back[1]);
      }
    }
  });

  it('is not needed to tell the chosen line, the play head, and what is bad', () => {
    const look = (style: 'plain' | 'chosen' | 'head' | 'bad') => sgrLine([span('x', style)], false);
    for (const style of ['chosen', 'head', 'bad'] as const)
      expect(look(style)).not.toBe(look('plain'));
  });

  it('is in no style where there is none: bold and inverse only', () => {
    for (const style of styles)
      expect(sgrLine([span('x', style)], false)).toMatch(/^(\x1b\[[17]m)?x(\x1b\[0m)?$/);
  });

  it('ends with its text', () => {
    for (const style of styles.slice(1))
      expect(sgrLine([span('x', style)], true)).toMatch(/^\x1b\[[\d;]+mx\x1b\[0m$/);
  });
});

describe('the glyphs', () => {
  it('are ASCII unless the locale is UTF-8, LC_ALL before LC_CTYPE before LANG', () => {
    const unicode = (env: Record<string, string>) => glyphsFor(env, 'linux').unicode;
    expect(unicode({ LANG: 'de_DE.UTF-8' })).toBe(true);
    expect(unicode({ LANG: 'C.utf8', LC_ALL: 'C' })).toBe(false);
    expect(unicode({ LANG: 'C', LC_CTYPE: 'C.UTF-8' })).toBe(true);
    expect(unicode({})).toBe(false);
  });

  it('are Unicode on Windows', () => {
    expect(glyphsFor({}, 'win32').unicode).toBe(true);
  });

  it('take one cell each', () => {
    for (const platform of ['win32', 'linux'])
      for (const glyph of Object.values(glyphsFor({}, platform)).flat())
        if (typeof glyph === 'string') expect(glyph).toHaveLength(1);
  });
});
