import { strokesToBegin } from './core/clock-status.js';
import type { Values } from './core/setting.js';

/**
 * Who else is to start the music, for somebody without a screen; undefined where it begins at once, by itself. Whose beat it is,
 * the log says.
 */
export function starterOf(values: Values): string | undefined {
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
