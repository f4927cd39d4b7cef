import type { Steps } from './codec/codec.js';
import { frameOf } from './codec/frame.js';
import { barOf } from './codec/metre.js';
import type { Generator } from './generator.js';
import type { Score } from './score.js';
import type { TickPlan } from './tick.js';

/** PPQ of what is made here: that of the daemon's own time. */
const ppq = 960;

/** What a generator played, tick after tick, as steps of its codec. */
export function stepsOf(plans: readonly TickPlan[], { codec }: Generator): Steps {
  const L = codec.lanes;
  const velocity = new Float32Array(plans.length * L);
  const offset = new Float32Array(plans.length * L);
  plans.forEach((plan, tick) => {
    const frame = frameOf(codec, plan.token, plan.notes);
    velocity.set(frame.velocity, tick * L);
    offset.set(frame.offset, tick * L);
  });
  return { tokens: plans.map(({ token }) => token), velocity, offset };
}

/** How steps are written. */
export interface Writing {
  /** BPM. */
  readonly tempo: number;
  readonly ticksPerBar: number;
  /** MIDI channel, 0 to 15; the codec's own where it is not given. */
  readonly channel?: number;
}

export function scoreOfSteps(
  steps: Steps,
  { codec }: Generator,
  { tempo, ticksPerBar, channel }: Writing,
): Score {
  const notes = codec.decode(steps, ppq);
  return {
    ppq,
    notes: channel === undefined ? notes : notes.map((note) => ({ ...note, channel })),
    tempos: [{ onset: 0, bpm: tempo }],
    metres: [{ onset: 0, ...barOf(ticksPerBar, codec.spec.grid) }],
  };
}
