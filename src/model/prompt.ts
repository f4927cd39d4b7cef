import type { Codec, Frame, Steps } from './codec/codec.js';
import { barLinesOf } from './codec/metre.js';
import { readScore } from './codec/read-score.js';
import type { Oddity } from './codec/smf.js';

/** Music to go on from: whole bars. */
export interface Prompt {
  readonly frames: readonly Frame[];
  readonly ticksPerBar: number;
}

/**
 * A MIDI file as a prompt: to the end of its last bar, from where its last metre began. `hear` is told what is odd about it.
 * Throws the faults of the codec's reader.
 */
export function readPrompt(
  codec: Codec,
  bytes: Uint8Array,
  hear?: (oddity: Oddity) => void,
): Prompt {
  const { name, grid } = codec.spec;
  if (name === 'tutorial')
    // It knows no bars.
    return { frames: framesOf(codec.encodeFile(bytes), codec.lanes), ticksPerBar: grid };
  const score = readScore(bytes, hear);
  const { length } = codec.encode(score).tokens;
  const lines = barLinesOf(score, grid, length);
  const ticksPerBar = lines[lines.length - 1] - lines[lines.length - 2];
  const other = lines.findLastIndex((line, at) => at > 0 && line - lines[at - 1] !== ticksPerBar);
  const frames = framesOf(codec.encode(score, lines[lines.length - 1]), codec.lanes);
  return { frames: frames.slice(lines[Math.max(0, other)]), ticksPerBar };
}

function framesOf({ tokens, velocity, offset }: Steps, L: number): Frame[] {
  return tokens.map((token, tick) => ({
    token,
    velocity: velocity.subarray(tick * L, (tick + 1) * L),
    offset: offset.subarray(tick * L, (tick + 1) * L),
  }));
}
