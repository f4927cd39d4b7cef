import type { Meters } from '../core/messages.js';
import { meterNames, type Shared } from './shared-layout.js';

/** Counts and latencies since the start. */
export interface Totals extends Omit<Meters, 'type' | 'clients'> {
  readonly latePlans: number;
  readonly droppedNotes: number;
  readonly sendErrors: number;
  /** How often a new model thread took over from a dead one. */
  readonly modelRestarts: number;
}

/**
 * As the clock thread last published them, where so many model threads took over from dead ones. `values` [meterNames.length]
 * are as they were read before, and stay so where that thread is held up in the midst of writing.
 */
export function readTotals(
  shared: Pick<Shared, 'meters'>,
  values: Float64Array,
  modelRestarts: number,
): Totals {
  shared.meters.read(values);
  const meter = (name: (typeof meterNames)[number]) => values[meterNames.indexOf(name)]!;
  return {
    ticks: meter('ticks'),
    notesOn: meter('notesOn'),
    notesOff: meter('notesOff'),
    misses: meter('misses'),
    fallbacks: meter('fallbacks'),
    latePlans: meter('latePlans'),
    droppedNotes: meter('droppedNotes'),
    sendErrors: meter('sendErrors'),
    modelRestarts,
    lateness: { p50: meter('latenessP50'), p99: meter('latenessP99'), max: meter('latenessMax') },
    predict: { p50: meter('predictP50'), p99: meter('predictP99'), max: meter('predictMax') },
  };
}
