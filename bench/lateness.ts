/**
 * How late notes leave the clock thread, in real time: both real threads, a source that takes a few
 * milliseconds a tick, and no MIDI device needed. `node dist/bench/lateness.js [SECONDS] [BPM] [WORK_MS]`
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startHost } from '../src/daemon/threads/start-host.js';

const [seconds = 20, tempo = 240, work = 2] = process.argv.slice(2).map(Number);
let events = 0;
const busy = process.cpuUsage();

const host = await startHost({
  module: new URL('../test/support/fake-source.js', import.meta.url),
  models: [{ model: JSON.stringify({ work }) }],
  engine: 'fake',
  device: 'none',
  outputs: { names: ['ghostnote bench'], of: [0] },
  cue: Promise.resolve({ values: { tempo } }),
  label: String,
  event: () => (events += 1),
  struck: () => undefined,
  warned: print,
  died: (fault) => print(fault.message),
});
const { name, note } = host.midiOuts[0]!;
print(note === '' ? `plays to ${name}` : note);
host.command('start');
await sleep(seconds * 1000);
const totals = await host.stop();
const { user, system } = process.cpuUsage(busy);
print(JSON.stringify({ seconds, tempo, work, ...totals, events, cpu_s: (user + system) / 1e6 }));

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
