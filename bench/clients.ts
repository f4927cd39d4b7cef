/**
 * What clients cost and wait: lateness of notes with nobody connected and with fifty on WebSocket of whom one has stalled,
 * and how long a setting takes from one of three clients to all three. The daemon is a process of its own, with the model that
 * it ships with, at 240 BPM. `node dist/bench/clients.js [SECONDS] [ROUNDS]`; a stalled client is dropped within 30 s.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { lastJson, startGhostnote } from '../test/support/ghostnote.js';
import { connectSocket, type SocketClient } from '../test/support/socket-client.js';
import { until } from '../test/support/until.js';
import { quantile } from '../src/model/engine/timing.js';

const [seconds = 40, rounds = 500] = process.argv.slice(2).map(Number);

const alone = await perform(0);
const crowd = await perform(50);
print({ seconds, alone: alone.lateness, crowd: crowd.lateness, dropped: crowd.dropped });
print({ rounds, roundTripMs: (await perform(3, roundTrips)).told });

/** What is done while it plays; what it gives is printed. */
type During = (clients: SocketClient[]) => Promise<unknown>;

/** Plays, for `seconds` unless told otherwise, with so many clients, of whom the first of a crowd does not read. */
async function perform(count: number, during: During = () => sleep(seconds * 1000)) {
  const free = ['--osc-port', '0', '--http-port', '0', '--tempo', '240'];
  const running = startGhostnote(['play', '--headless', '--json', ...free]);
  const place = /127\.0\.0\.1:(\d+)\//;
  await until(() => place.test(running.err()));
  const port = Number(place.exec(running.err())![1]);
  const clients: SocketClient[] = [];
  for (let made = 0; made < count; made++) clients.push(await connectSocket(port));
  if (count > 3) clients[0]!.socket.pause();
  const told = await during(clients);
  running.child.kill('SIGTERM');
  const finished = await running.finished;
  const { lateness_us: lateness, misses } = lastJson(finished);
  const dropped = finished.err.includes('a WebSocket client was dropped');
  return { lateness: { ...(lateness as object), misses }, dropped, told };
}

/** Milliseconds from one client's wish to the moment that the last of all has heard of it. */
async function roundTrips(clients: SocketClient[]): Promise<object> {
  const millis: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    clients[0]!.send({ type: 'set', name: 'seed', value: round });
    await Promise.all(clients.map((client) => client.next('values')));
    millis.push(performance.now() - began);
    await sleep(round % 20); // at every phase of a tick
  }
  const at = (share: number): number => Number(quantile(millis, share).toFixed(2));
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

function print(figures: object): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
