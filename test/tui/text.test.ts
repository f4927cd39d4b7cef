import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, fitLine, lineText, lineWidth, span, spread, wrap } from '../../src/tui/text.js';

const anyLine = fc.array(fc.string({ unit: 'binary-ascii' }).map((text) => span(text)));

describe('a fitted line', () => {
  it('is never wider than asked, and begins as the line does', () => {
    fc.assert(
      fc.property(anyLine, fc.nat(60), (line, width) => {
        const text = lineText(fitLine(line, width, '>'));
        expect(text.length).toBeLessThanOrEqual(width);
        expect(lineText(line)).toContain(text.slice(0, -1));
      }),
      { seed: 1 },
    );
  });

  it('is the same line where there is room', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        expect(fitLine(line, lineWidth(line), '>')).toBe(line);
      }),
      { seed: 2 },
    );
  });

  it('says in its last cell that it was cut', () => {
    expect(lineText(fitLine([span('ghost'), span('note')], 7, '…'))).toBe('ghostn…');
  });
});

describe('spread', () => {
  it('puts the right part against the right edge', () => {
    expect(lineText(spread([span('a')], [span('b')], 5))).toBe('a   b');
  });

  it('leaves the right part out where both do not fit', () => {
    expect(lineText(spread([span('left')], [span('right')], 8))).toBe('left');
  });
});

describe('wrapped text', () => {
  it('loses nothing but spaces and is never wider than asked', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary-ascii' }),
        fc.integer({ min: 1, max: 30 }),
        (text, width) => {
          const lines = wrap(text, width);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        },
      ),
      { seed: 3 },
    );
  });

  it('breaks between words', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  });
});

describe('clean text', () => {
  it('has no escape, no line break and no tab', () => {
    expect(clean('a\x1b[31m\tb\r\nc', true)).toBe('a?[31m b c');
  });

  it('replaces what takes two cells or none', () => {
    expect(clean('鼓🥁', true)).toBe('??');
    expect(clean('e\u0301 q\u0301', true)).toBe('é q?');
  });

  it('is ASCII where the terminal has no more', () => {
    expect(clean('Müller’s kit', false)).toBe('M?ller?s kit');
    expect(clean('Müller’s kit', true)).toBe('Müller’s kit');
  });
});
