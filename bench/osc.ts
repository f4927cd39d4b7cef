/**
 * OSC on the whole daemon in real time, at 240 BPM: lateness of notes in turns without and with ten thousand messages a
 * second to one setting, and how far from its time tag a bundle is in force.
 * `node dist/bench/osc.js [SECONDS] [BUNDLES]`, seconds a turn; there are four.
 */
import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGhostnote } from '../src/daemon/api.js';
import { startFlood } from '../src/daemon/bench/load.js';
import { Histogram } from '../src/daemon/core/histogram.js';
import { bundleAt } from '../test/support/osc-bundle.js';
import { quantile } from '../src/model/engine/timing.js';

const [seconds = 30, bundles = 200] = process.argv.slice(2).map(Number);
const rate = 10_000;
const ghostnote = await createGhostnote({
  settings: { tempo: 240, 'osc-port': 0, 'http-port': 0 },
  log: (level, line) => (level === 'info' ? undefined : print({ [level]: line })),
});
let changes = 0;
ghostnote.on('values', () => (changes += 1));
ghostnote.start();
const sums = {
  quiet: { late: new Histogram(), misses: 0 },
  flood: { late: new Histogram(), misses: 0 },
};
for (const kind of ['quiet', 'flood', 'quiet', 'flood'] as const) {
  const stop = kind === 'flood' ? startFlood(ghostnote.ports.osc, rate) : undefined;
  await sleep(500);
  const before = look();
  changes = 0;
  await sleep(seconds * 1000);
  const { buckets, misses } = look();
  sums[kind].late.merge(buckets.map((count, bucket) => count - before.buckets[bucket]!));
  sums[kind].misses += misses - before.misses;
  if (stop !== undefined) print({ rate, applied_a_second: Math.round(changes / seconds) });
  await stop?.();
}
for (const [kind, { late, misses }] of Object.entries(sums))
  print({ [kind]: { seconds: 2 * seconds, late_us: late.summary(), misses } });
print({ bundles, ms_after_time_tag: await bundleDelays() });
await ghostnote.close();

function look() {
  return { buckets: ghostnote.lateness(), misses: ghostnote.health().misses };
}

/** Milliseconds from the time tag of a bundle to the moment that its value is in force. */
async function bundleDelays(): Promise<object> {
  const socket = createSocket('udp4');
  const delays: number[] = [];
  for (let bundle = 0; bundle < bundles; bundle += 1) {
    const due = Math.floor(now()) + 40 + (bundle % 20);
    const inForce = new Promise<number>((resolve) => {
      const leave = ghostnote.on('values', ({ values }) => {
        if (values['seed'] !== bundle) return; // what is left of the flood
        leave();
        resolve(now());
      });
    });
    socket.send(bundleAt(due, '/ghostnote/seed', bundle), ghostnote.ports.osc, '127.0.0.1');
    delays.push((await inForce) - due);
  }
  socket.close();
  const at = (share: number) => Number(quantile(delays, share).toFixed(2));
  return { first: at(0), p50: at(0.5), p99: at(0.99), last: at(1) };
}

/** Milliseconds since 1970, and parts of one. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

function print(figures: object): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
