/** Times after quantising, in twelfths of a quarter note: music21's grid is the quarters and the thirds of one. */
export const twelfths = 12;

/**
 * The nearest of the quarters and thirds of a quarter note to `pulses`, in twelfths; what is negative
 * becomes 0. Halfway goes down; of a quarter and a third as near, the earlier. The arithmetic is that of
 * music21, so that it also rounds alike.
 */
export function quantise(pulses: number, ppq: number): number {
  const target = Math.max(0, pulses / ppq);
  const quarter = nearestMultiple(target, 1 / 4);
  const third = nearestMultiple(target, 1 / 3);
  const closer = quarter.error - third.error || quarter.value - third.value;
  return Math.round((closer <= 0 ? quarter : third).value * twelfths);
}

function nearestMultiple(target: number, unit: number): { value: number; error: number } {
  const count = Math.floor(target / unit);
  const low = unit * count;
  const value = target >= low && target <= low + unit / 2 ? low : unit * (count + 1);
  return { value, error: Number(Math.abs(target - value).toFixed(7)) };
}
