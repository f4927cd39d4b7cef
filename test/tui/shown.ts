import { unicodeGlyphs } from '../../src/tui/glyphs.js';
import type { State } from '../../src/tui/state.js';
import { lineText } from '../../src/tui/text.js';
import { view } from '../../src/tui/view.js';

export const classic = { width: 80, height: 24 };

/** What a terminal shows, line by line. */
export function rows(state: State, size = classic, glyphs = unicodeGlyphs): string[] {
  return view(state, size, glyphs).map(lineText);
}

export function text(state: State, size = classic, glyphs = unicodeGlyphs): string {
  return rows(state, size, glyphs).join('\n');
}
