/**
 * Set classes whose normal order music21 has wrong, up to 9.1: what Forte's rule gives, transposed to 0,
 * and what music21 5.7.1 has in its place (A is 10). The same sets, turned to another shape.
 */
const turned: ReadonlyMap<string, string> = new Map([
  ['0348', '0478'],
  ['01479', '03589'],
  ['02348', '04678'],
  ['02369', '03689'],
  ['012589', '034789'],
  ['023479', '025789'],
  ['023569', '035689'],
  ['024569', '035789'],
  ['0123689', '0236789'],
  ['0134569', '0346789'],
  ['0134589', '0145789'],
  ['0234569', '0356789'],
  ['0123579A', '0245789A'],
  ['0124679A', '0235689A'],
  ['01234579A', '02356789A'],
  ['01234689A', '02346789A'],
  ['01235689A', '01345789A'],
]);

/**
 * The pitch classes of some numbers, each once, in the normal order of music21 5.7.1: the rotation of the
 * least span, then of the least intervals from the left (Forte), then with the lowest first; but for the
 * set classes above.
 */
export function normalOrder(pitches: readonly number[]): number[] {
  const classes = [...new Set(pitches.map((pitch) => pitch % 12))].sort((a, b) => a - b);
  const rotations = classes.map((_, at) => [...classes.slice(at), ...classes.slice(0, at)]);
  const tightest = rotations.reduce((best, other) =>
    packing(other) < packing(best) ? other : best,
  );
  const shape = turned.get(shapeOf(tightest));
  return rotations.find((rotation) => shapeOf(rotation) === shape) ?? tightest;
}

/** Intervals from the first, a digit each. */
function shapeOf(rotation: readonly number[]): string {
  return rotation
    .map((value) => ((value - rotation[0] + 12) % 12).toString(16).toUpperCase())
    .join('');
}

/** Sorts before that of any looser rotation of the same set. */
function packing(rotation: readonly number[]): string {
  const shape = shapeOf(rotation);
  return shape.slice(-1) + shape;
}
