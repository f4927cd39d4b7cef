import type { Values } from './setting.js';

/** More of them would take cores from the clock, and from whatever else plays on the machine. */
const most = 2;

/** How many model threads the parts share: on a CPU each computes on a core of its own, another device is one for all. */
export function modelThreads(parts: number, { engine, device }: Values): number {
  return engine === 'ort' && device === 'cpu' ? Math.min(parts, most) : 1;
}

/** Which of the `threads` has a part; both count from 0. */
export function threadOf(part: number, threads: number): number {
  return part % threads;
}

/** Those of so many parts that a thread has, in order. */
export function partsOfThread(thread: number, threads: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, part) => part).filter(
    (part) => threadOf(part, threads) === thread,
  );
}
