/**
 * How soon a model thread that died is followed by the next: `node dist/bench/model-death.js [TIMES] [TEMPO]`, 10 times each at
 * 120 BPM unless told otherwise, by an engine that throws and by memory that is not there. Prints a line each: the milliseconds
 * until the first tick that the next one planned, and how many ticks came before that.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBox } from '../test/support/box.js';
import { quantile } from '../src/model/engine/timing.js';

/** Ticks after which the start is over. */
const settled = 40;
const [times = '10', tempo = '120'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'ghostnote-death-'));
for (const cause of ['engine', 'memory'] as const) {
  const back: number[] = [];
  for (let time = 0; time < Number(times); time += 1) {
    const wire = join(folder, `${cause}-${time}.wire`);
    const box = await startBox(wire, ['--tempo', tempo, '--state', join(folder, `${time}`)]);
    const since = (await box.client.next('tick')).tick;
    let before = since;
    while (before < since + settled + time) before = (await box.client.next('tick')).tick;
    const died = performance.now();
    await box.sabotage(cause);
    while (!(await box.client.next('tick')).missed);
    const { tick } = await box.planned();
    back.push(Math.round(performance.now() - died));
    print({ cause, back_ms: back.at(-1), ticks: tick - before - 1 });
    box.child.kill('SIGTERM');
    await box.finished;
  }
  print({
    cause,
    times: back.length,
    median_ms: quantile(back, 0.5),
    worst_ms: quantile(back, 1),
  });
}
await rm(folder, { recursive: true });

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
