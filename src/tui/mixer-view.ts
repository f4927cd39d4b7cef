import { partName } from '../daemon/core/part-settings.js';
import type { Glyphs } from './glyphs.js';
import type { State } from './state.js';
import { clean, clickable, type Line, span } from './text.js';

/** All parts in one line, the one that is steered marked; M and S where one is muted or solo. None where there is one part. */
export function mixerLines(state: State, glyphs: Glyphs): Line[] {
  const models = state.hello?.models ?? [];
  if (models.length < 2) return [];
  return [
    models.flatMap(({ name }, index) => {
      const part = index + 1;
      const chosen = part === state.part;
      const on = (setting: string): boolean => state.values[partName(part, setting)] === true;
      const marks = [on('mute') ? ' M' : '', on('solo') ? ' S' : ''].join('');
      const words = `${chosen ? glyphs.chosen : ' '}${part} ${clean(name, glyphs.unicode)}`;
      return clickable(
        [
          span(words, chosen ? 'chosen' : on('mute') ? 'dim' : 'plain'),
          span(marks, 'warn'),
          span('  '),
        ],
        { kind: 'part', part },
      );
    }),
  ];
}
