import { Fault } from '../../../src/model/fault.js';
import { Rng } from '../../../src/model/rng.js';
import { mutate } from './mutate.js';
import type { FuzzTarget } from './target.js';

export interface Crash {
  readonly bytes: Uint8Array;
  readonly error: unknown;
}

export interface Hunt {
  readonly cases: number;
  /** Cases that were taken as good. */
  readonly taken: number;
  readonly crashes: readonly Crash[];
  /** Milliseconds of the longest case. */
  readonly longest: number;
}

const mostCrashes = 5;

/** Throws damaged examples at a target, one of `oneIn` of so many: the same cases for the same seed. */
export async function hunt(target: FuzzTarget, most: number, seed: number): Promise<Hunt> {
  const cases = Math.ceil(most / (target.oneIn ?? 1));
  const rng = new Rng(seed);
  const crashes: Crash[] = [];
  let [taken, longest, done] = [0, 0, 0];
  for (; done < cases && crashes.length < mostCrashes; done += 1) {
    const bytes = mutate(target.seeds[rng.below(target.seeds.length)]!, rng);
    const begun = performance.now();
    const error = await crashOf(target, bytes);
    longest = Math.max(longest, performance.now() - begun);
    if (error === undefined) taken += 1;
    else if (error !== refused) crashes.push({ bytes, error });
  }
  return { cases: done, taken, crashes, longest };
}

/** What a target throws that it must not. */
export async function crashOf({ take, expects }: FuzzTarget, bytes: Uint8Array): Promise<unknown> {
  try {
    await take(bytes);
    return undefined;
  } catch (error) {
    return error instanceof Fault || expects?.(error) === true ? refused : error;
  }
}

/** The target said no, as it should. */
export const refused = Symbol('refused');
