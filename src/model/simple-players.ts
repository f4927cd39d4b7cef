import { barsEarlier } from './bars.js';
import { usualVelocity, type Piece } from './piece.js';

/** How far a player without a network is from the notes that were really played. */
export interface NoteErrors {
  /** Mean absolute errors over notes: MIDI velocity, and ticks. */
  readonly velocityMae: number;
  readonly offsetMae: number;
}

/** Every note at the mean loudness and timing that its voice has in `train`. L = lanes. */
export function scoreVoiceMeans(
  train: readonly Piece[],
  test: readonly Piece[],
  lanes: number,
): NoteErrors {
  const means = meansOf(train, lanes);
  return scoreNotes(test, lanes, (_, __, lane) => mean(means, lane));
}

/**
 * The bar before, again, as it was played then. In a first bar, which has none before it, no token is right; a note that
 * was not there a bar ago is at its voice's mean.
 */
export function scoreLastBar(
  train: readonly Piece[],
  test: readonly Piece[],
  lanes: number,
): NoteErrors & { readonly accuracy: number } {
  const means = meansOf(train, lanes);
  let right = 0;
  let ticks = 0;
  for (const { tokens, bars } of test) {
    ticks += tokens.length;
    tokens.forEach((id, tick) => {
      if (id === tokens[barsEarlier(bars, tick, 1)]) right++;
    });
  }
  const notes = scoreNotes(test, lanes, (piece, tick, lane) => {
    const at = barsEarlier(piece.bars, tick, 1) * lanes + lane;
    return piece.velocity[at] > 0
      ? { velocity: piece.velocity[at], offset: piece.offset[at] }
      : mean(means, lane);
  });
  return { accuracy: right / ticks, ...notes };
}

interface Means {
  /** [L] each. */
  readonly velocity: readonly number[];
  readonly offset: readonly number[];
}

function meansOf(pieces: readonly Piece[], lanes: number): Means {
  const offset = Array.from({ length: lanes }, (_, lane) => {
    let total = 0;
    let count = 0;
    for (const piece of pieces) {
      for (let at = lane; at < piece.velocity.length; at += lanes) {
        if (piece.velocity[at] === 0) continue;
        total += piece.offset[at];
        count++;
      }
    }
    return count === 0 ? 0 : total / count;
  });
  return { velocity: usualVelocity(pieces, lanes), offset };
}

function mean({ velocity, offset }: Means, lane: number) {
  return { velocity: velocity[lane], offset: offset[lane] };
}

function scoreNotes(
  pieces: readonly Piece[],
  lanes: number,
  guess: (piece: Piece, tick: number, lane: number) => { velocity: number; offset: number },
): NoteErrors {
  let velocity = 0;
  let offset = 0;
  let notes = 0;
  for (const piece of pieces) {
    piece.velocity.forEach((loud, at) => {
      if (loud === 0) return;
      const guessed = guess(piece, Math.floor(at / lanes), at % lanes);
      velocity += Math.abs(guessed.velocity - loud);
      offset += Math.abs(guessed.offset - piece.offset[at]);
      notes++;
    });
  }
  return { velocityMae: (127 * velocity) / notes, offsetMae: offset / notes };
}
