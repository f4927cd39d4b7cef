import { partName } from '../daemon/core/part-settings.js';
import { silenceOf } from '../daemon/core/silence.js';
import type { Glyphs } from './glyphs.js';
import type { State } from './state.js';
import { clean, clickable, fitLine, type Line, lineWidth, span } from './text.js';

/** Cells of a name that is cut: it is still told from another. */
const leastName = 8;

/**
 * All parts in one line, the one that is steered marked and always in sight; M and S where one is muted or solo, and those
 * dim that are not heard. None where there is one part.
 */
export function mixerLines(state: State, width: number, glyphs: Glyphs): Line[] {
  const models = state.hello?.models ?? [];
  if (models.length < 2) return [];
  const share = Math.floor(width / models.length);
  const strips = models.map(({ name }, index) => {
    const part = index + 1;
    const chosen = part === state.part;
    const on = (setting: string): boolean => state.values[partName(part, setting)] === true;
    const marks = [on('mute') ? ' M' : '', on('solo') ? ' S' : ''].join('');
    const head = `${chosen ? glyphs.chosen : ' '}${part} `;
    const silent = silenceOf(state.values, part, models.length) !== null;
    const style = chosen ? 'chosen' : silent ? 'dim' : 'plain';
    const room = Math.max(leastName, share - head.length - marks.length - gap.length);
    const words = fitLine([span(clean(name, glyphs.unicode), style)], room, glyphs.more);
    return clickable([span(head, style), ...words, span(marks, 'warn'), span(gap)], {
      kind: 'part',
      part,
    });
  });
  return [strips.slice(firstShown(strips, state.part - 1, width)).flat()];
}

const gap = '  ';

/** The first of the strips from which on there is room for the chosen one. */
function firstShown(strips: readonly Line[], chosen: number, width: number): number {
  let [first, used] = [chosen, lineWidth(strips[chosen] ?? [])];
  while (first > 0 && used + lineWidth(strips[first - 1]!) <= width) {
    first -= 1;
    used += lineWidth(strips[first]!);
  }
  return first;
}
