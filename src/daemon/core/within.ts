/** Whether what a file says is a number from `min` to `max`. */
export function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && value >= min && value <= max;
}

/** The same, and no fraction. */
export function isWholeWithin(value: unknown, min: number, max: number): value is number {
  return Number.isInteger(value) && isWithin(value, min, max);
}
