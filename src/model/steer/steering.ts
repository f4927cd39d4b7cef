import type { Sound } from '../codec/codec.js';
import type { PlanRequest } from '../plan-source.js';
import type { TickPlan } from '../tick.js';
import { tilt } from './density.js';
import { lock } from './lock.js';
import { Recall } from './recall.js';
import { repeat } from './repetition.js';

/** How plans are steered while it plays: what it makes of a prediction is a function of the requests alone. */
export class Steering {
  private readonly recall = new Recall();

  /** `sounds` [V]. Scales and ranges are for `notes`; drums have no pitch. */
  constructor(
    private readonly sounds: readonly Sound[],
    private readonly material: 'drums' | 'notes',
  ) {}

  /** The window is told `token` for the tick before that of `request`. */
  fed(token: number, { tick, played }: PlanRequest): void {
    if (tick === 0) return;
    this.recall.keepToken(tick - 1, token);
    if (played !== null) this.recall.keepPlan({ ...played, tick: tick - 1 });
  }

  /** What to draw from, in place of the model's `logProbs` [V], which stay as they are. Not normalised. */
  bend(logProbs: Float32Array, { tick, ticksPerBar, controls }: PlanRequest): Float32Array {
    const fuller = tilt(logProbs, this.sounds, controls.density);
    const inside = this.material === 'notes' ? lock(fuller, this.sounds, controls) : fuller;
    return repeat(inside, controls.repetition, ticksPerBar, (ticks) =>
      this.recall.token(tick - ticks),
    );
  }

  /** What is to be played again, whatever is predicted; undefined where nothing is. */
  again({ tick, ticksPerBar, controls, armed }: PlanRequest): TickPlan | undefined {
    if (controls.freeze === 0 || armed) return undefined;
    const plan = this.recall.plan(tick - controls.freeze * ticksPerBar);
    return plan && { ...plan, tick };
  }

  /** The part will play `plan`, unless the next request says otherwise. */
  planned(plan: TickPlan): void {
    this.recall.keepPlan(plan);
  }

  clear(): void {
    this.recall.clear();
  }
}
