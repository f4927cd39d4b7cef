import type { ClientMessage } from '../daemon/core/messages.js';
import type { State } from './state.js';

/** What comes of a key or a click. */
export interface Outcome {
  readonly state: State;
  /** What to tell the daemon. */
  readonly send: readonly ClientMessage[];
  /** What only the process can do. */
  readonly effect?: 'quit' | 'redraw';
}

export function quiet(state: State): Outcome {
  return { state, send: [] };
}
