import type { PlanRequest } from '../plan-source.js';
import { coin } from '../rng.js';
import { repriseBars } from '../features.js';

/** What luck the coin of a phrase is: no other draw of the model has this number. */
const formDraw = -12;

/**
 * The form of what is played alone: phrases of eight bars in pairs, the second of which is the first again with a chance of
 * `Controls.reprise`, as in a folk tune of AABB. Without a form a network that is told of the bars before plays its first
 * phrase on and on: what people wrote has an end, and a session has none.
 */
export class Form {
  /** The last tick, of all that were played, for which a player was heard. */
  private heard = -Infinity;

  copy(): Form {
    const copy = new Form();
    copy.heard = this.heard;
    return copy;
  }

  clear(): void {
    this.heard = -Infinity;
  }

  /** Takes each request once, in order, with its tick as it comes after what was played. */
  hear({ tick, heard }: PlanRequest): void {
    if (heard !== null && heard.length > 0) this.heard = tick;
  }

  /**
   * Whether the bar of a request is to be that of eight bars before; null where a player has been leading: their tune has its
   * own form. `played` is its tick as it comes after what was played.
   */
  reprise({ tick, position, ticksPerBar, controls }: PlanRequest, played = tick): boolean | null {
    if (played - this.heard < repriseBars * ticksPerBar) return null;
    const phrase = Math.floor((tick - position) / ticksPerBar / repriseBars);
    return phrase % 2 === 1 && coin(controls.seed, phrase, formDraw) < controls.reprise;
  }
}
