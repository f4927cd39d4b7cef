import type { Micros } from './core/clock.js';

/** Milliseconds from one `alive` to the next. */
export const pulse = 1000;

/** What the process that plays says to the one that watches it. */
export type ChildWord =
  /** It plays; `http` is the port of its page. */
  | { readonly word: 'ready'; readonly http: number }
  | { readonly word: 'alive' }
  /** It plays another model than before. */
  | { readonly word: 'changed' }
  /** Every note has ended. It has a last line to say, and waits until there is nobody else on the terminal. */
  | { readonly word: 'ended' };

/** What the one that watches says to the one that plays. */
export type ParentWord =
  /** To an understudy: the one before died at `died`. */
  | { readonly word: 'play'; readonly died: Micros }
  /** Somebody quit the terminal UI. */
  | { readonly word: 'quit' }
  /** The answer to `ended`. */
  | { readonly word: 'leave' };
