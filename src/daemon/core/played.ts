import type { Played, PlayedTick, Recall } from '../../model/plan-source.js';
import type { PlannedNote } from '../../model/tick.js';
import { mostTicks } from './played-window.js';
import { isWithin } from './within.js';

export type Unchecked<T> = Partial<Record<keyof T, unknown>>;

/** Whether a file that somebody may have edited has what a part played. */
export function isPlayed(value: unknown): value is Played {
  const { ticks, ticksPerBar } = (value ?? {}) as Unchecked<Played>;
  return (
    isWithin(ticksPerBar, 1, mostTicks) &&
    Array.isArray(ticks) &&
    ticks.length <= mostTicks &&
    ticks.every((tick) => {
      const { token, notes } = (tick ?? {}) as Unchecked<PlayedTick>;
      return typeof token === 'string' && Array.isArray(notes) && notes.every(isNote);
    })
  );
}

export function isRecall(value: unknown): value is Recall {
  const { manner } = (value ?? {}) as Unchecked<Recall>;
  const { tempo, style, transpose = 0 } = (manner ?? {}) as Unchecked<Recall['manner']>;
  return isPlayed(value) && [tempo, style, transpose].every(Number.isFinite);
}

function isNote(value: unknown): boolean {
  const { pitch, velocity, offset } = (value ?? {}) as Unchecked<PlannedNote>;
  return isWithin(pitch, 0, 127) && isWithin(velocity, 0, 127) && isWithin(offset, -1, 1);
}
