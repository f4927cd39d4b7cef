import { Fault } from '../fault.js';

/** A span of time, in any unit. */
interface Span {
  readonly onset: number;
  readonly length: number;
}

/** Pairs of spans that overlap, at most; a symphony's part has a hundred thousand. */
const maxOverlaps = 20_000_000;

/**
 * The spans, given by onset, that find a voice. There are as many voices as the largest group of overlaps
 * seems to need; each span goes to the first that is free, and is lost where none is. This is what
 * `makeVoices` of music21 5.7.1 comes to: the order stays, as of those that begin together none passes
 * another. Throws `Fault` MIDI_EVENT where the overlaps are too many to count.
 */
export function fitVoices<T extends Span>(spans: readonly T[]): readonly T[] {
  const count = voicesNeeded(spans);
  if (count < 2) return spans;
  const ends = new Array<number>(count).fill(0);
  return spans.filter(({ onset, length }) => {
    const free = ends.findIndex((end) => end <= onset);
    if (free >= 0) ends[free] = onset + length;
    return free >= 0;
  });
}

/** The size of the largest group of spans that overlap one another in a chain; each group goes by an onset. */
function voicesNeeded(spans: readonly Span[]): number {
  const neighbours = overlaps(spans);
  const groupOf = new Map<number, number>();
  const sizes = new Map<number, number>();
  const put = (at: number, group: number): void => {
    groupOf.set(at, group);
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  };
  spans.forEach(({ onset }, at) => {
    if (neighbours[at].length === 0) return;
    let group: number | undefined;
    for (const other of neighbours[at]) {
      const grouped = groupOf.get(other);
      if (grouped !== undefined) group = grouped;
      else put(other, (group ??= onset));
    }
    if (!groupOf.has(at)) put(at, group ?? onset);
  });
  let largest = 0;
  for (const size of sizes.values()) largest = Math.max(largest, size);
  return largest;
}

/** For each span the others that overlap it, ascending. Looking on from a span ends at the first that does not. */
function overlaps(spans: readonly Span[]): number[][] {
  const neighbours: number[][] = spans.map(() => []);
  let pairs = 0;
  spans.forEach((span, at) => {
    for (let other = at + 1; other < spans.length; other++) {
      if (!overlap(span, spans[other])) break;
      neighbours[at].push(other);
      neighbours[other].push(at);
      if (++pairs > maxOverlaps)
        throw new Fault('MIDI_EVENT', `over ${maxOverlaps} pairs of notes overlap in a track`, {
          hint: 'leave the file out',
        });
    }
  });
  return neighbours;
}

/** Of two spans, `a` not the later: those of one onset count by their ends. */
function overlap(a: Span, b: Span): boolean {
  const shorterFirst = a.onset === b.onset && a.length > b.length;
  const [first, second] = shorterFirst ? [b, a] : [a, b];
  return second.onset < first.onset + first.length;
}
