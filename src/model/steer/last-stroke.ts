import type { Sound } from '../codec/codec.js';
import { type DrumVoice, voiceName } from '../codec/drums.js';
import type { TickPlan } from '../tick.js';
import { keep } from './mask.js';

const ending: readonly DrumVoice[] = ['kick', 'crash'];

/** How drums end a song: with kick and crash, as loud as the loudest stroke of the bar before. */
export class LastStroke {
  private tick = -1;
  /** [V] which tokens can be one; none of notes. */
  private readonly can: readonly boolean[];

  constructor(
    sounds: readonly Sound[],
    private readonly material: 'drums' | 'notes',
  ) {
    this.can = sounds.map(({ pitches }) => {
      const voices = pitches.map(voiceName);
      return material === 'drums' && ending.every((voice) => voices.includes(voice));
    });
  }

  /** It is at `tick`. */
  come(tick: number): void {
    this.tick = tick;
  }

  clear(): void {
    this.tick = -1;
  }

  /** As `other` has it. */
  take(other: LastStroke): void {
    this.tick = other.tick;
  }

  /** Whether a tick is the last, and there is something to strike. */
  isAt(tick: number): boolean {
    return tick === this.tick && this.can.includes(true);
  }

  /** Scores [V] of a tick, of which none is left but its own; as they were elsewhere, and where it has none. */
  narrow(scores: Float32Array, tick: number): Float32Array {
    return tick === this.tick ? keep(scores, (token) => this.can[token]) : scores;
  }

  /** `before` is the part's own plan so many ticks ago. */
  strike(
    plan: TickPlan,
    tick: number,
    ticksPerBar: number,
    before: (ticks: number) => TickPlan | undefined,
  ): TickPlan {
    if (tick !== this.tick || this.material === 'notes') return plan;
    let loudest = 0;
    for (let ticks = 1; ticks <= ticksPerBar; ticks += 1)
      for (const { velocity } of before(ticks)?.notes ?? []) loudest = Math.max(loudest, velocity);
    const notes = plan.notes.map((note) => ({
      ...note,
      velocity: Math.max(note.velocity, loudest),
    }));
    return { ...plan, notes };
  }
}
