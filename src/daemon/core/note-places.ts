import type { PlannedNote, TickPlan } from '../../model/tick.js';
import type { Micros } from './clock.js';
import type { MusicTime } from './music-time.js';
import { ppq } from './timeline.js';

/** Where on the timeline the ticks of a part lie, and the notes of its plans are played. */
export class NotePlaces {
  /** The notes of this part are so much later than those of others; earlier where it is negative. */
  delay: Micros = 0;
  /** The pulse before which no note begins. */
  private earliest = 0;

  constructor(
    private readonly time: MusicTime,
    private readonly tickPulses: number,
  ) {}

  /** No note begins before `micros`: for what is meant for sooner, the model has had no time to think. */
  notBefore(micros: Micros): void {
    this.earliest = this.time.pulseAt(micros);
  }

  /** Where a place in ticks is written. */
  pulse(ticks: number): number {
    return this.time.pulseOf(ticks, this.tickPulses);
  }

  /** Where what is written at a place in ticks is played, by its delay. */
  soundPulse(ticks: number): number {
    const pulses = (this.delay * this.time.line.bpm * ppq) / 60_000_000;
    return this.pulse(ticks) + Math.round(pulses);
  }

  notePulse({ tick }: TickPlan, { offset }: PlannedNote): number {
    return Math.max(this.earliest, this.soundPulse(tick + offset));
  }

  /** Where a plan first sounds; its tick, where it does not. */
  firstPulse(plan: TickPlan): number {
    let first = Math.max(this.earliest, this.soundPulse(plan.tick));
    for (const note of plan.notes) first = Math.min(first, this.notePulse(plan, note));
    return first;
  }
}
