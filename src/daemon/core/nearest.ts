/** The name that was probably meant, for hints: within one slip in three letters; undefined where none is. */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
  // A stranger may send a name of any length; what is far longer than ours is near none of them.
  if (wrong.length > longest) return undefined;
  const limit = Math.max(1, Math.floor(wrong.length / 3));
  const typed = wrong.toLowerCase();
  let best: string | undefined;
  let least = limit + 1;
  for (const name of names) {
    // As many letters as one has more than the other are slips: parts have thousands of names.
    if (Math.abs(name.length - typed.length) > limit) continue;
    const distance = editDistance(typed, name);
    // Of two as near, the one that has all the letters: they were only swapped.
    const fuller = distance === least && best !== undefined && name.length === wrong.length;
    if (distance < least || fuller) [best, least] = [name, distance];
  }
  return best;
}

const longest = 64;

/** Letters to insert, delete, replace or swap with a neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = swap ? beforeLast[j - 2]! + 1 : Infinity;
      row.push(Math.min(replaced, swapped, last[j]! + 1, row[j - 1]! + 1));
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length]!;
}
