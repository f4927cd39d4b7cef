/**
 * Ghostnote and a program with Ableton's own Link in one session: how long after the sixteenths of that program this one hears
 * of ghostnote's, which takes 0.1 ms or more by itself. `bash bench/link.sh` runs it: PEER, who is there first, SECONDS.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createGhostnote } from '../src/daemon/api.js';
import { benchState } from '../src/daemon/bench/bench-state.js';
import { monotonic } from '../src/daemon/io/monotonic.js';
import { type LinkState, startLinkPeer } from '../test/support/link-peer-process.js';
import { quantile } from '../src/model/engine/timing.js';

const [program = '', first = 'peer', seconds = '60'] = process.argv.slice(2);
/** For the older of two to be older, and for both to have met. */
const apart = 2000;

const begin = {
  peer: () => startLinkPeer([program, '120']),
  ghostnote: () => {
    const settings = { clock: 'link', 'http-port': 0, 'osc-port': 0, state: benchState() };
    return createGhostnote({ settings });
  },
};
const early = first === 'peer' ? begin.peer() : undefined;
if (early !== undefined) await sleep(apart);
const ghostnote = await begin.ghostnote();
await sleep(apart);
const peer = early ?? begin.peer();
ghostnote.start();
await sleep(apart);

const ticks: { readonly at: number; readonly beat: number }[] = [];
ghostnote.on('tick', ({ tickInBar }) => {
  ticks.push({ at: monotonic.now(), beat: tickInBar / 4 });
});
const states: LinkState[] = [];
const end = monotonic.now() + Number(seconds) * 1e6;
while (monotonic.now() < end) {
  states.push(await peer.state());
  await sleep(500);
}
await ghostnote.close();
await peer.quit();

const late = ticks.map(({ at, beat }) => {
  const { micros, phase, tempo } = states.reduce((best, each) =>
    Math.abs(each.micros - at) < Math.abs(best.micros - at) ? each : best,
  );
  const beats = phase + ((at - micros) * tempo) / 60e6 - beat;
  return ((beats - 4 * Math.round(beats / 4)) * 60_000) / tempo;
});
const at = (share: number): string => `${quantile(late, share).toFixed(2)} ms`;
process.stdout.write(
  `${first} first, ${late.length} sixteenths: least ${at(0)}, p5 ${at(0.05)}, p50 ${at(0.5)}, p95 ${at(0.95)}\n`,
);
