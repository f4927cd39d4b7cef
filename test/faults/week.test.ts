import { expect, test } from 'vitest';
import { limits, LongRun } from '../support/long-run.js';
import { runs } from '../support/runs.js';
import { scratchFolder } from '../support/scratch-folder.js';

/** MB by which the heap of a test runner may differ from one hour to another. */
const noise = 3;

test('hours on end nothing grows, nothing drifts, and every note that began has ended', async () => {
  const run = await LongRun.begin(await scratchFolder(), 3);
  const first = await run.playHour();
  for (let hour = 1; hour < runs(3); hour += 1) {
    const { heap, journal, log, drift, sounding, heard, pending } = await run.playHour();
    expect(heap).toBeLessThan(first.heap + noise);
    expect(journal).toBeLessThan((limits.journal + 6 * limits.journalFile) / 1e6);
    expect(log).toBeLessThanOrEqual((6 * limits.log) / 1e6);
    expect(Math.abs(drift)).toBeLessThan(1);
    expect([heard, pending <= 4, run.session.faults]).toEqual([sounding, true, 0]);
  }
  await run.close();
  const { notesOn, notesOff } = run.session.session.conductor.ledgers;
  expect([run.session.heard, notesOff]).toEqual([0, notesOn]);
}, 120_000);
