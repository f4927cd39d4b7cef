import { afterEach } from 'vitest';
import type { Host } from '../../src/daemon/threads/host.js';
import type { SwapNews } from '../../src/daemon/threads/part-models.js';
import type { PlayEvent, Stroke } from '../../src/daemon/threads/play-events.js';
import type * as StartHost from '../../src/daemon/threads/start-host.js';
import type { Fault } from '../../src/model/fault.js';
import { built } from './built.js';
import type { FakeScript } from './fake-source.js';

// Workers run compiled code, so that the host that starts them is the compiled one.
const { startHost } = (await import(
  built('src/daemon/threads/start-host.js').href
)) as typeof StartHost;

let host: Host | undefined;
afterEach(() => host?.stop());

/** All threads, with a fake for each part; they end with the test. */
export async function started(...scripts: [FakeScript, ...FakeScript[]]) {
  const events: PlayEvent[] = [];
  const faults: Fault[] = [];
  const swaps: SwapNews[] = [];
  const struck: Stroke[] = [];
  host = await startHost({
    module: built('test/support/fake-source.js'),
    models: scripts.map((script) => ({ model: JSON.stringify(script) })),
    // On a CPU two or more parts share two model threads.
    engine: 'ort',
    device: 'cpu',
    outputs: { names: ['ghostnote test out'], of: scripts.map(() => 0) },
    cue: Promise.resolve({ values: { tempo: 300 } }),
    label: (pitch) => `note ${pitch}`,
    event: (event) => events.push(event),
    struck: (stroke) => void struck.push(stroke),
    warned: () => undefined,
    died: (fault) => faults.push(fault),
    swap: (news) => swaps.push(news),
  });
  return { host, events, faults, swaps, struck };
}

/** Whether so many of a type have come. */
export const has = (events: readonly PlayEvent[], type: PlayEvent['type'], count: number) => () =>
  events.filter((event) => event.type === type).length >= count;

/** Whether no tick came twice, or after a later one. A machine that is busy elsewhere leaps over some. */
export function inTurn(ticks: readonly { readonly tick: number }[]): boolean {
  return ticks.every(({ tick }, at) => at === 0 || tick > ticks[at - 1]!.tick);
}
