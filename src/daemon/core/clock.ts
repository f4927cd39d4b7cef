/** Microseconds of a monotonic clock, an integer. The origin is arbitrary but the same on every thread. */
export type Micros = number;

/** The only way time is read: handed in at the entry, advanced by hand in tests. */
export interface Clock {
  now(): Micros;
}
