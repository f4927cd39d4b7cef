import { Vocabulary } from './vocabulary.js';

/** The examples of the tutorial: each window of tokens, and the token after it. */
export interface TutorialWindows {
  /** Sorted, so that ids are those of the tutorial. */
  readonly vocabulary: Vocabulary;
  /** [N] the id of each token. */
  readonly ids: Int32Array;
  /** Tokens in a window. */
  readonly length: number;
  /** S, how many windows have a token after them: N - length, or 0. */
  readonly count: number;
  /** [length] the ids of window `index`, 0 to S - 1; a view. */
  input(index: number): Int32Array;
  /** The id of the token after it. */
  target(index: number): number;
}

/** All windows of `length` tokens that have a token after them, each one token later than the last. */
export function tutorialWindows(tokens: readonly string[], length: number): TutorialWindows {
  const vocabulary = Vocabulary.learn([tokens]);
  const ids = Int32Array.from(tokens, (token) => vocabulary.id(token));
  return {
    vocabulary,
    ids,
    length,
    count: Math.max(0, ids.length - length),
    input: (index) => ids.subarray(index, index + length),
    target: (index) => ids[index + length],
  };
}
