/** Ticks to a whole note that a codec may have: 16 is a grid of sixteenths; 12 and 24 are triplets. */
export const grids: readonly number[] = [8, 12, 16, 24, 32];

/** The nearest tick to an onset in pulses; halfway goes to the later tick, so that micro-offsets lie in [-1/2, 1/2). */
export function tickOf(onset: number, ppq: number, grid: number): number {
  return Math.floor((onset * grid) / (4 * ppq) + 0.5);
}

/** How far an onset lies from its tick, in ticks, in [-1/2, 1/2). */
export function offsetOf(onset: number, ppq: number, grid: number): number {
  return (onset * grid) / (4 * ppq) - tickOf(onset, ppq, grid);
}

/** The inverse: the pulse nearest to `tick + offset` among those of that tick, and not before 0. */
export function pulseOf(tick: number, offset: number, ppq: number, grid: number): number {
  const first = Math.max(0, Math.ceil(((2 * tick - 1) * 2 * ppq) / grid));
  const last = Math.ceil(((2 * tick + 1) * 2 * ppq) / grid) - 1;
  const nearest = Math.round(((tick + offset) * 4 * ppq) / grid);
  return Math.min(Math.max(nearest, first), last);
}
