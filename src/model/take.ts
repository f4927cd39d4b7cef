import type { Steps } from './codec/codec.js';
import { frameOf } from './codec/frame.js';
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

/** The steps as a piece in bars of four beats, at `tempo` BPM, on MIDI channel `channel`, 0 to 15, or the codec's own. */
export function scoreOfSteps(
  steps: Steps,
  { codec }: Generator,
  tempo: number,
  channel?: number,
): Score {
  const notes = codec.decode(steps, ppq);
  return {
    ppq,
    notes: channel === undefined ? notes : notes.map((note) => ({ ...note, channel })),
    tempos: [{ onset: 0, bpm: tempo }],
    metres: [{ onset: 0, numerator: 4, denominator: 4 }],
  };
}
