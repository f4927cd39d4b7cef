/** No swing: the second of two ticks lies in the middle. The most is 0.75; two thirds is a triplet. */
export const straight = 0.5;

/**
 * Where a place in even ticks is once every second tick waits until `swing` of its pair has passed. What lies between two
 * ticks is stretched and squeezed with them, so the order never changes.
 */
export function swung(position: number, swing: number): number {
  if (swing === straight) return position;
  const pair = 2 * Math.floor(position / 2);
  const at = position - pair;
  return pair + (at < 1 ? at * 2 * swing : 2 * swing + (at - 1) * 2 * (1 - swing));
}

/** The inverse. */
export function unswung(position: number, swing: number): number {
  if (swing === straight) return position;
  const pair = 2 * Math.floor(position / 2);
  const at = position - pair;
  const second = 2 * swing;
  return pair + (at < second ? at / second : 1 + (at - second) / (2 - second));
}

/** Where ticks a beat are odd, as triplets are, the second of a pair may be a beat: those stay straight. */
export function swingOf(swing: number, ticksPerBeat: number): number {
  return ticksPerBeat % 2 === 0 ? swing : straight;
}
