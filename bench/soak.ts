/**
 * The whole daemon in real time under a busy stage's load, looked at once a minute: does anything grow?
 * `node dist/bench/soak.js [MINUTES] [PLOT.svg]`, an hour unless told otherwise. Prints a line a minute, and a JSON object
 * with the first and the last ten minutes side by side.
 */
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGhostnote } from '../src/daemon/api.js';
import { startLoad } from '../src/daemon/bench/load.js';
import { Histogram } from '../src/daemon/core/histogram.js';
import { drawPanels } from './soak/panels.js';

/** What is looked at, and its unit. */
const panels = {
  p50: 'lateness p50, ms',
  p99: 'lateness p99, ms',
  misses: 'missed ticks a minute',
  rss: 'memory (RSS), MB',
  heap: "main thread's heap after collection, MB",
  handles: 'open files and sockets',
  threads: 'threads',
} as const;
type Sample = Record<keyof typeof panels, number>;

const [minutes = '60', plot] = process.argv.slice(2);
const ghostnote = await createGhostnote({
  settings: { tempo: 240, 'osc-port': 0, 'http-port': 0 },
  log: (_, line) => print(line),
});
const load = startLoad(ghostnote.ports);
ghostnote.start();
const samples: Sample[] = [];
let before = look();
for (let minute = 0; minute < Number(minutes); minute += 1) {
  await sleep(60_000);
  const now = look();
  samples.push(sampleOf(before, now));
  before = now;
  print(JSON.stringify(samples.at(-1)));
}
await load.stop();
const { notesOn, notesOff, ticks, misses } = await ghostnote.close();
const span = Math.min(10, Math.ceil(samples.length / 2));
const [first, last] = [meanOf(samples.slice(0, span)), meanOf(samples.slice(-span))];
print(JSON.stringify({ minutes: samples.length, ticks, misses, notesOn, notesOff, first, last }));
if (plot !== undefined) {
  const rows = (Object.keys(panels) as (keyof Sample)[]).map((key) => ({
    title: panels[key],
    values: samples.map((sample) => sample[key]),
  }));
  await writeFile(plot, drawPanels(rows));
}

function look() {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    buckets: ghostnote.lateness(),
    misses: ghostnote.health().misses,
    rss,
    heapUsed,
    handles: count('/proc/self/fd'),
    threads: count('/proc/self/task'),
  };
}

function sampleOf(before: ReturnType<typeof look>, now: ReturnType<typeof look>): Sample {
  const minute = new Histogram();
  minute.merge(now.buckets.map((count, bucket) => count - before.buckets[bucket]!));
  const { p50, p99 } = minute.summary();
  return {
    p50: p50 / 1000,
    p99: p99 / 1000,
    misses: now.misses - before.misses,
    rss: now.rss / 2 ** 20,
    heap: now.heapUsed / 2 ** 20,
    handles: now.handles,
    threads: now.threads,
  };
}

function meanOf(some: readonly Sample[]): Sample {
  const keys = Object.keys(panels) as (keyof Sample)[];
  const mean = (key: keyof Sample) => some.reduce((sum, one) => sum + one[key], 0) / some.length;
  return Object.fromEntries(keys.map((key) => [key, Number(mean(key).toFixed(2))])) as Sample;
}

/** Entries of a folder of /proc; 0 where there is none. */
function count(folder: string): number {
  try {
    return readdirSync(folder).length;
  } catch {
    return 0;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
