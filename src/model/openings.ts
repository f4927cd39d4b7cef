/** How many openings a model travels with: enough that two seeds seldom share one, few enough for a readable `model.json`. */
const count = 64;

/**
 * Windows spread evenly over the tokens that a network learned from, the first at their beginning and the last at their
 * end: what a network without a start token plays on from. The tutorial draws its window from all of them. Tokens too
 * few for one window are repeated. @param ids at least one
 */
export function openingsOf(ids: ArrayLike<number>, window: number): number[][] {
  const room = Math.max(0, ids.length - window);
  const begins = new Set(
    Array.from({ length: count }, (_, at) => Math.round((at * room) / (count - 1))),
  );
  return [...begins].map((begin) =>
    Array.from({ length: window }, (_, at) => ids[(begin + at) % ids.length]),
  );
}
