import type { Micros } from './clock.js';
import type { Latency } from './messages.js';

/** Buckets of 1 µs up to 64 µs, then 32 to each doubling: a quantile is exact to 3 %, up to an hour. */
const fine = 64;
const perOctave = 32;
const octaves = 26;
/** How many buckets there are. */
export const bucketCount = fine + octaves * perOctave;

/** How long things took, in a fixed space: adding allocates nothing. */
export class Histogram {
  count = 0;
  max: Micros = 0;

  /** `buckets` [bucketCount] may be shared memory, for another thread to look at. */
  constructor(private readonly buckets: Float64Array = new Float64Array(bucketCount)) {}

  add(micros: Micros): void {
    const value = Math.max(0, micros);
    const bucket = Math.min(bucketOf(value), this.buckets.length - 1);
    this.buckets[bucket] = this.buckets[bucket]! + 1;
    this.count += 1;
    this.max = Math.max(this.max, value);
  }

  /** Adds what another histogram's `buckets` [bucketCount] hold; of the longest only its bucket is known. */
  merge(buckets: Float64Array): void {
    buckets.forEach((count, bucket) => {
      if (count === 0) return;
      this.buckets[bucket]! += count;
      this.count += count;
      this.max = Math.max(this.max, lastOf(bucket));
    });
  }

  /** The smallest value that a share of all is at or under, rounded up to its bucket's end; 0 when empty. */
  quantile(share: number): Micros {
    const wanted = Math.ceil(this.count * share);
    let seen = 0;
    for (let bucket = 0; bucket < this.buckets.length; bucket += 1) {
      seen += this.buckets[bucket]!;
      if (seen >= wanted && seen > 0) return Math.min(lastOf(bucket), this.max);
    }
    return this.max;
  }

  summary(): Latency {
    return { p50: this.quantile(0.5), p99: this.quantile(0.99), max: this.max };
  }
}

function bucketOf(micros: Micros): number {
  if (micros < fine) return Math.floor(micros);
  const octave = Math.floor(Math.log2(micros / fine));
  const within = Math.floor((micros / (fine * 2 ** octave) - 1) * perOctave);
  return fine + octave * perOctave + within;
}

/** The last whole microsecond that falls in a bucket. */
export function lastOf(bucket: number): Micros {
  if (bucket < fine) return bucket;
  const octave = Math.floor((bucket - fine) / perOctave);
  const within = (bucket - fine) % perOctave;
  return Math.ceil(fine * 2 ** octave * (1 + (within + 1) / perOctave)) - 1;
}
