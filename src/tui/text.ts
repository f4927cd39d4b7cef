/** What a piece of text means; the screen turns it into colours, or into bold and inverse where there is no colour. */
export type Style =
  | 'plain'
  | 'title'
  | 'dim'
  | 'strong'
  | 'chosen'
  | 'note'
  | 'you'
  | 'old'
  | 'plan'
  | 'head'
  | 'good'
  | 'warn'
  | 'bad';

export interface Span {
  readonly text: string;
  readonly style: Style;
  /** What a click on it does; nothing where there is none. */
  readonly hit?: Hit;
}

/** The same as a key; a part, to be shown; or a setting, by its index, of which a gauge is set to where it was clicked. */
export type Hit =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'part'; readonly part: number }
  | { readonly kind: 'setting'; readonly index: number; readonly gauge: boolean };

/** One row of the screen. Every character of it takes one cell. */
export type Line = readonly Span[];

export function span(text: string, style: Style = 'plain'): Span {
  return { text, style };
}

/** The same line, all of it to be clicked for `hit`. */
export function clickable(line: Line, hit: Hit): Line {
  return line.map((part) => ({ ...part, hit }));
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, part) => sum + part.text.length, 0);
}

export function lineText(line: Line): string {
  return line.map((part) => part.text).join('');
}

/** Cuts a line that is too wide, and says so with `more` in its last cell. */
export function fitLine(line: Line, width: number, more: string): Line {
  if (lineWidth(line) <= width) return line;
  const kept: Span[] = [];
  let room = width - more.length;
  for (const part of line) {
    if (room <= 0) break;
    kept.push({ ...part, text: part.text.slice(0, room) });
    room -= part.text.length;
  }
  return width < more.length ? [] : [...kept, span(more, kept.at(-1)?.style ?? 'plain')];
}

/** `left`, then `right` against the right edge; without `right` where both do not fit. */
export function spread(left: Line, right: Line, width: number, fill: Style = 'plain'): Line {
  const gap = width - lineWidth(left) - lineWidth(right);
  return gap < 1 ? left : [...left, span(' '.repeat(gap), fill), ...right];
}

/** Words to lines of at most `width` cells, and of one at least; a longer word is cut into pieces. */
export function wrap(text: string, width: number): string[] {
  if (width < 1) return wrap(text, 1);
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ').flatMap((long) => pieces(long, width))) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (longer.length <= width) current = longer;
    else {
      lines.push(current);
      current = word;
    }
  }
  return current === '' ? lines : [...lines, current];
}

/** At most so many rows, the last with `more` behind it where some were left out. */
export function clip(rows: readonly string[], most: number, more: string): string[] {
  const last = rows.length > most ? most - 1 : -1;
  return rows.slice(0, most).map((row, at) => (at === last ? row + more : row));
}

/**
 * Text from outside, safe to put on a terminal: no control characters, and nothing that takes other than one cell.
 * What the terminal cannot show becomes `?`.
 */
export function clean(text: string, unicode: boolean): string {
  const strange = unicode ? notOneCell : /[^ -~]/gu;
  return text.normalize('NFC').replace(/\s+/g, ' ').replace(strange, '?');
}

/** All but ASCII, Latin, Greek, Cyrillic, dashes, quotes and arrows: narrow in every font, and none that combines. */
const notOneCell =
  /[^ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2190-\u21ff]/gu;

function pieces(word: string, width: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < word.length; at += width) parts.push(word.slice(at, at + width));
  return parts;
}
