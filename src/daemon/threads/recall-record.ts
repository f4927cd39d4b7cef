import type { PlayedTick, Recall } from '../../model/plan-source.js';
import { planFields, readPlan, writePlan } from './plan-record.js';
import type { Ring } from './ring.js';

/** A record for each tick of a recall: which one it is of, whether it is the last, and the tick as a plan. */
const fields = { id: 0, last: 1, ticksPerBar: 2, tempo: 3, style: 4, plan: 5 } as const;
export const recallFields = fields.plan + planFields;

/** Main. Never blocks; false where there is no room for all of it, and nothing is sent. */
export function pushRecall(ring: Ring, id: number, recall: Recall): boolean {
  const { ticks, ticksPerBar, manner } = recall;
  if (ring.length + ticks.length > ring.capacity) return false;
  const record = new Float64Array(recallFields);
  for (const [tick, { token, notes }] of ticks.entries()) {
    record[fields.id] = id;
    record[fields.last] = Number(tick === ticks.length - 1);
    record[fields.ticksPerBar] = ticksPerBar;
    record[fields.tempo] = manner.tempo;
    record[fields.style] = manner.style;
    writePlan(record, fields.plan, { tick, token, notes, kind: 'rest', probability: 0 });
    ring.push(record);
  }
  return true;
}

/** The model thread's side: the recalls that came, until a request asks for them. */
export class Recalls {
  private readonly waiting = new Map<number, Recall>();

  constructor(private readonly ring: Ring) {}

  /** Number `id`, once; undefined where it has not come. Never blocks. */
  take(id: number): Recall | undefined {
    // Requests of several parts come in any order, and what follows may still be on its way.
    while (!this.waiting.has(id)) if (!this.readOne()) return undefined;
    const recall = this.waiting.get(id);
    this.waiting.delete(id);
    return recall;
  }

  private readOne(): boolean {
    const record = new Float64Array(recallFields);
    const ticks: PlayedTick[] = [];
    while (this.ring.pop(record)) {
      const { token, notes } = readPlan(record, fields.plan);
      ticks.push({ token, notes });
      if (record[fields.last] !== 1) continue;
      const manner = { tempo: record[fields.tempo]!, style: record[fields.style]! };
      const ticksPerBar = record[fields.ticksPerBar]!;
      this.waiting.set(record[fields.id]!, { ticks, ticksPerBar, manner });
      return true;
    }
    return false;
  }
}
