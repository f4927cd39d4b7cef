import { expect, test } from 'vitest';
import { liveCount, packLive } from '../../../src/daemon/core/live-values.js';
import { Session } from '../../../src/daemon/core/session.js';
import { entryAfter, type EntryPoint } from '../../../src/daemon/core/snapshot.js';

const second = 1_000_000;
const pace = { bpm: 120, ticksPerBar: 16, grid: 16 };

/** When the bars begin, and with which ticks, of a session that begins or comes in at `from`; its model says nothing. */
function barLines(nudge: number, from: number, until: number, entry?: EntryPoint) {
  const lines: { readonly tick: number; readonly at: number }[] = [];
  let now = from;
  const live = new Float64Array(liveCount(1));
  packLive({ tempo: pace.bpm, nudge }, live);
  const session = new Session([{ grid: pace.grid, material: 'drums' }], live, {
    ...{ sends: [() => undefined], request: () => true, noteSent: () => undefined },
    tickBegun: ({ tick, tickInBar }) => {
      if (tickInBar === 0) lines.push({ tick, at: now });
    },
    ...{ turnBegun: () => undefined, transport: () => undefined },
  });
  session.set(live, now);
  if (entry === undefined) session.command('start', now);
  else session.enter(entry);
  for (let due = session.advance(now); due < until; due = session.advance(now)) now = due;
  return lines;
}

test.each([0, 60, -60])(
  'with a nudge of %i ms the bars of who takes over lie where those before it lay',
  (nudge) => {
    const died = 10 * second;
    const played = barLines(nudge, 0, 20 * second);
    const line = played.findLast(({ at }) => at < died)!;
    const entry = entryAfter({ ...line, ...pace }, died, died);
    const again = barLines(nudge, died, 20 * second, entry);
    expect(again.length).toBeGreaterThan(3);
    expect(played.slice(-again.length)).toEqual(again);
  },
);
