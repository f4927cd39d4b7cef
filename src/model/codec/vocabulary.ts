import { Fault } from '../fault.js';
import { HOLD, REST } from './step-material.js';

/** A vocabulary as it travels in `model.json`: the id of a name is its index. */
export interface VocabularyJson {
  readonly names: readonly string[];
  /** How often the corpus has each name. */
  readonly counts: readonly number[];
}

/** The tokens of a corpus, numbered. */
export class Vocabulary {
  readonly names: readonly string[];
  readonly counts: readonly number[];
  private readonly ids: Map<string, number>;
  private readonly parts: readonly ReadonlySet<string>[];

  /** Throws `Fault` MODEL_BROKEN unless `names` are distinct, at least one, and `counts` are as many whole numbers. */
  constructor({ names, counts }: VocabularyJson) {
    check(names, counts);
    this.names = names;
    this.counts = counts;
    this.ids = new Map(names.map((name, id) => [name, id]));
    this.parts = names.map(partsOf);
  }

  /** Counts the tokens of all pieces. */
  static learn(pieces: Iterable<readonly string[]>): Vocabulary {
    const counts = new Map<string, number>();
    for (const tokens of pieces)
      for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
    return Vocabulary.counted(counts);
  }

  /** Of how often each name came; names are in code unit order, so equal corpora give equal ids. */
  static counted(counts: ReadonlyMap<string, number>): Vocabulary {
    const names = [...counts.keys()].sort();
    return new Vocabulary({ names, counts: names.map((name) => counts.get(name) ?? 0) });
  }

  get size(): number {
    return this.names.length;
  }

  has(name: string): boolean {
    const id = this.ids.get(name);
    return id !== undefined && this.names[id] === name;
  }

  name(id: number): string {
    return this.names[id];
  }

  /** The id of a name, or of the nearest name for one that the corpus never had; the answer is remembered. */
  id(name: string): number {
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const nearest = this.nearest(name);
    this.ids.set(name, nearest);
    return nearest;
  }

  toJSON(): VocabularyJson {
    return { names: this.names, counts: this.counts };
  }

  /** The best of `likeness`; ties go to the more frequent, then to the lower id. */
  private nearest(name: string): number {
    const wanted = partsOf(name);
    let best = 0;
    let bestLikeness = -Infinity;
    this.parts.forEach((parts, id) => {
      const value = likeness(wanted, parts);
      const better =
        value > bestLikeness || (value === bestLikeness && this.counts[id] > this.counts[best]);
      if (!better) return;
      best = id;
      bestLikeness = value;
    });
    return best;
  }
}

/** The voices or pitches of a token; none for REST and HOLD. */
function partsOf(name: string): ReadonlySet<string> {
  return new Set(name === REST || name === HOLD ? [] : name.split(/[+.]/));
}

/**
 * Parts that both have, less those that only the candidate has: a stranger would be heard, a missing
 * part only missed. Something is never like nothing, so that what was played does not become silence.
 */
function likeness(wanted: ReadonlySet<string>, candidate: ReadonlySet<string>): number {
  if ((wanted.size === 0) !== (candidate.size === 0)) return -Infinity;
  let shared = 0;
  for (const part of candidate) if (wanted.has(part)) shared++;
  return shared - (candidate.size - shared);
}

function check(names: readonly string[], counts: readonly number[]): void {
  const good =
    names.length > 0 &&
    new Set(names).size === names.length &&
    names.every((name) => typeof name === 'string') &&
    counts.length === names.length &&
    counts.every((count) => Number.isSafeInteger(count) && count >= 0);
  if (!good)
    throw new Fault('MODEL_BROKEN', 'the vocabulary is not distinct names, each with a count', {
      hint: 'use a model folder that npm run train wrote',
    });
}
