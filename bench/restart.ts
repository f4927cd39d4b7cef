/**
 * How soon the music is back after the process that plays was killed: `node dist/bench/restart.js [TIMES] [TEMPO]`, 20 times
 * at 120 BPM unless told otherwise, each at another place in the bar, ten seconds or so after the start. Prints a line each,
 * the milliseconds from SIGKILL until the next process has ended what sounded and until its first note, and then the median and
 * the worst of both.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dice } from '../test/support/clock-stamps.js';
import { until } from '../test/support/until.js';
import { startWired } from '../test/support/wired.js';
import { quantile } from '../src/model/engine/timing.js';

const [times = '20', tempo = '120'] = process.argv.slice(2);
const [noteOn, control] = [0x90, 0xb0];
const roll = dice(Number(tempo));
const folder = mkdtempSync(join(tmpdir(), 'ghostnote-restart-'));
const silences: number[] = [];
const gaps: number[] = [];
for (let time = 0; time < Number(times); time += 1) {
  const place = ['--osc-port', '0', '--http-port', '0', '--state', join(folder, `${time}`)];
  const wire = join(folder, `${time}.wire`);
  const wired = startWired(wire, ['play', '--headless', '--tempo', tempo, ...place]);
  /** Where the next message of a kind is, from a place on. */
  const next = (kind: number, from: number) =>
    wired.sent().findIndex(([status], at) => at >= from && (status & 0xf0) === kind);
  await until(() => next(noteOn, 0) >= 0);
  await sleep(10_000 + 2000 * roll());
  const http = /127\.0\.0\.1:(\d+)/.exec(wired.err())![1]!;
  const health: unknown = await (await fetch(`http://127.0.0.1:${http}/health`)).json();
  const { length } = wired.sent();
  process.kill((health as { readonly pid: number }).pid, 'SIGKILL');
  const killed = performance.now();
  // The first that the next one says is to be quiet; the one before has said no such thing.
  await until(() => next(control, length) >= 0);
  silences.push(performance.now() - killed);
  const quiet = next(control, length);
  await until(() => next(noteOn, quiet) >= 0);
  gaps.push(performance.now() - killed);
  print({ quiet_ms: round(silences.at(-1)!), note_ms: round(gaps.at(-1)!) });
  wired.child.kill('SIGTERM');
  await wired.finished;
}
rmSync(folder, { recursive: true });
print({ times: gaps.length, quiet_ms: summary(silences), note_ms: summary(gaps) });

function summary(values: readonly number[]): object {
  return { median: round(quantile(values, 0.5)), worst: round(quantile(values, 1)) };
}

function round(value: number): number {
  return Math.round(value);
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
