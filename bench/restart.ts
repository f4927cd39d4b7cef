/**
 * How soon the music is back after the process that plays was killed: `node dist/bench/restart.js [TIMES] [TEMPO]`, 20 times
 * at 120 BPM unless told otherwise, each at another place in the bar. Prints a line each, the milliseconds from SIGKILL to
 * the first message of the next process and to its first note, and then the median and the worst of both.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dice } from '../test/support/clock-stamps.js';
import { until } from '../test/support/until.js';
import { startWired } from '../test/support/wired.js';

const [times = '20', tempo = '120'] = process.argv.slice(2);
const roll = dice(Number(tempo));
const folder = mkdtempSync(join(tmpdir(), 'ghostnote-restart-'));
const silences: number[] = [];
const gaps: number[] = [];
for (let time = 0; time < Number(times); time += 1) {
  const place = ['--osc-port', '0', '--http-port', '0', '--state', join(folder, `${time}`)];
  const wire = join(folder, `${time}.wire`);
  const wired = startWired(wire, ['play', '--headless', '--tempo', tempo, ...place]);
  const ons = () => wired.sent().filter(([status]) => (status & 0xf0) === 0x90).length;
  await until(() => ons() > 0);
  await sleep(3000 + 2000 * roll());
  const http = /127\.0\.0\.1:(\d+)/.exec(wired.err())![1]!;
  const health: unknown = await (await fetch(`http://127.0.0.1:${http}/health`)).json();
  process.kill((health as { readonly pid: number }).pid, 'SIGKILL');
  const killed = performance.now();
  const [sent, before] = [wired.sent().length, ons()];
  await until(() => wired.sent().length > sent);
  silences.push(performance.now() - killed);
  await until(() => ons() > before);
  gaps.push(performance.now() - killed);
  print({ quiet_ms: round(silences.at(-1)!), note_ms: round(gaps.at(-1)!) });
  wired.child.kill('SIGTERM');
  await wired.finished;
}
rmSync(folder, { recursive: true });
print({ times: gaps.length, quiet_ms: summary(silences), note_ms: summary(gaps) });

function summary(values: readonly number[]): object {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: round(sorted[Math.floor(sorted.length / 2)]!), worst: round(sorted.at(-1)!) };
}

function round(value: number): number {
  return Math.round(value);
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
