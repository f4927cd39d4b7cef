import { quietAfterCrash } from '../../../src/daemon/core/ledger.js';
import { liveCount, packLive } from '../../../src/daemon/core/live-values.js';
import { Session } from '../../../src/daemon/core/session.js';
import { entryAfter, type Snapshot } from '../../../src/daemon/core/snapshot.js';

/** What a process does that goes on from there, for a second. */
export function comeInAgain({ keys, line, values }: Snapshot): void {
  quietAfterCrash((_, pitch) => expectData(pitch), keys);
  const live = new Float64Array(liveCount(1));
  packLive(values, live);
  const music = new Session([{ grid: 16, material: 'drums' }], live, output);
  const now = (line?.at ?? 0) + 100_000;
  if (line !== null) music.enter(entryAfter(line, now, now));
  for (let time = now; time < now + 1e6; time += 10_000) music.advance(time);
}

function expectData(byte: number): void {
  if (!(byte >= 0 && byte < 128)) throw new Error(`a data byte of ${byte}`);
}

const nothing = (): void => undefined;
const output = {
  ...{ sends: [nothing], request: () => true, noteSent: nothing },
  ...{ tickBegun: nothing, turnBegun: nothing, transport: nothing },
};
