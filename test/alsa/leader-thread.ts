/** Entry of the thread that a `Leader` sends from: its own, since what tests do on theirs would shake the clock. */
import { workerData } from 'node:worker_threads';
import { openMidiOut } from '../../src/daemon/io/midi-device.js';
import { monotonic } from '../../src/daemon/io/monotonic.js';
import { type LeaderData, message, words } from './leader.js';

const { interval, shared } = workerData as LeaderData;
const output = openMidiOut('RtMidi Input Client:ghostnote in');
if (output.name === null) throw new Error(output.note);
let due = monotonic.now();
while (Atomics.load(shared, words.say) !== message.end) {
  const said = Atomics.exchange(shared, words.say, 0);
  if (said !== 0) output.send(said, 0, 0);
  output.send(message.clock, 0, 0);
  Atomics.add(shared, words.clocks, 1);
  due += interval;
  Atomics.wait(shared, words.wait, 0, Math.max(0, (due - monotonic.now()) / 1000));
}
output.close();
