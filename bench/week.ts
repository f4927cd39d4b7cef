/**
 * A week of music in virtual time, looked at every hour of it: does anything grow, drift or hang?
 * `node dist/bench/week.js [HOURS] [SEED] [PLOT.svg]`. Prints a line for each day, and a JSON object at the end.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HourSample, LongRun } from '../test/support/long-run.js';
import { drawPanels } from './soak/panels.js';

const [hours = '168', seed = '1', plot] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'ghostnote-week-'));
const run = await LongRun.begin(folder, Number(seed));
const samples: HourSample[] = [];
const begun = performance.now();
while (samples.length < Number(hours)) {
  samples.push(await run.playHour());
  if (samples.length % 24 === 0) print({ hour: samples.length, ...samples.at(-1)! });
}
await run.close();
const { session } = run;
const { counts, ledgers } = session.session.conductor;
print({
  ...{ hours: samples.length, seconds: Math.round((performance.now() - begun) / 1000) },
  ...{ ...counts, notesOn: ledgers.notesOn, notesOff: ledgers.notesOff, faults: session.faults },
  heardAfterStop: session.heard,
  most: {
    drift: most(({ drift, led }) => (led ? 0 : Math.abs(drift))),
    driftWhereLed: most(({ drift, led }) => (led ? Math.abs(drift) : 0)),
    sounding: most(({ sounding }) => sounding),
    pending: most(({ pending }) => pending),
    journal: most(({ journal }) => journal),
    log: most(({ log }) => log),
  },
  heap: { first: mean(samples.slice(0, 24)), last: mean(samples.slice(-24)) },
});
await rm(folder, { recursive: true });
if (plot !== undefined) {
  const titles = {
    heap: 'heap after collection, MB',
    journal: 'all files of the journal, MB',
    log: 'all files of the log, MB',
    pending: 'plans that are waited for',
    sounding: 'notes that sound',
  };
  const panels = (Object.keys(titles) as (keyof typeof titles)[]).map((key) => ({
    title: titles[key],
    values: samples.map((sample) => sample[key]),
  }));
  await writeFile(plot, drawPanels(panels));
}

function most(of: (sample: HourSample) => number): number {
  return Math.max(...samples.map(of));
}

function mean(some: readonly HourSample[]): number {
  return some.reduce((sum, { heap }) => sum + heap, 0) / some.length;
}

function print(row: object): void {
  process.stdout.write(`${JSON.stringify(row)}\n`);
}
