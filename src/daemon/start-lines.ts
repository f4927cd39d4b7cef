import { strokesToBegin } from './core/clock-status.js';
import type { Values } from './core/setting.js';

/** How the music begins. */
export interface Beginning {
  /** At once, by itself. */
  readonly begins: boolean;
  /** What somebody without a screen is told of it: who is to start it, and whose beat it is. */
  readonly lines: readonly string[];
}

export function beginningOf(values: Values): Beginning {
  const starter = starterOf(values);
  const beat =
    values['clock'] === 'player'
      ? [`The beat is yours: it goes with your tempo, from ${String(values['tempo'])} BPM on.`]
      : [];
  return { begins: starter === undefined, lines: [starter ?? [], beat].flat() };
}

/** Who else is to start it, if anyone. */
function starterOf(values: Values): string | undefined {
  if (values['clock'] === 'midi')
    return 'The beat is that of the MIDI clock: it plays when that sends Start.';
  if (values['clock'] === 'link' && values['link-start'] === true)
    return 'It plays when somebody in the Ableton Link session starts, or you do.';
  const strokes = strokesToBegin(values);
  if (strokes !== 0)
    return `Count it in: strike one key ${strokes === 1 ? 'once' : `${strokes} times, evenly`}, and it begins a beat later. Start begins it, too.`;
  return values['stopped'] === true
    ? 'It is stopped: it begins when you press Play on the page, or send /ghostnote/start.'
    : undefined;
}
