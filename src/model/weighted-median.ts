/** The value that half of all is at or under, where each of `values` counts for so much; undefined where there is none. */
export function weightedMedian(
  values: readonly (readonly [value: number, weight: number])[],
): number | undefined {
  const sorted = values.toSorted(([a], [b]) => a - b);
  let left = sorted.reduce((total, [, weight]) => total + weight, 0) / 2;
  return sorted.find(([, weight]) => (left -= weight) <= 0)?.[0];
}
