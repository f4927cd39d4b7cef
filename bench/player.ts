import type { NoteSent, TakeRequest } from '../src/daemon/core/conductor-output.js';
import { liveCount, packLive } from '../src/daemon/core/live-values.js';
import { Session } from '../src/daemon/core/session.js';
import type { Values } from '../src/daemon/core/setting.js';
import type { loadGenerator } from '../src/daemon/load-generator.js';

export const keyboard = 0;
export const pads = 9;
const tempo = 120;

/** A key of a player, in ticks from the start. */
export interface Key {
  readonly at: number;
  readonly pitch: number;
  readonly velocity: number;
  readonly channel: number;
}

type Model = Awaited<ReturnType<typeof loadGenerator>>['generator'];

/** What is played in `bars` bars beside `keys`, in virtual time, the plans there at once. */
export async function play(
  generator: Model,
  values: Values,
  keys: readonly Key[],
  bars: number,
): Promise<NoteSent[]> {
  const { grid } = generator.codec.spec;
  const tick = 240e6 / tempo / grid;
  const live = new Float64Array(liveCount(1));
  packLive({ tempo, ...values }, live);
  let now = 0;
  /** When tick 0 began. */
  let start: number | undefined;
  const [requests, notes]: [TakeRequest[], NoteSent[]] = [[], []];
  const session = new Session([{ grid, material: 'drums' }], live, {
    sends: [() => undefined],
    request: (request) => requests.push(request) > 0,
    noteSent: (note) => notes.push(note),
    tickBegun: () => (start ??= now),
    ...{ turnBegun: () => undefined, transport: () => undefined },
  });
  session.set(live, now);
  session.command('start', now);
  let due = session.advance(now);
  generator.reset();
  const coming = [...keys].sort((a, b) => a.at - b.at);
  const nextKey = (): number =>
    coming[0] === undefined || start === undefined ? Infinity : start + coming[0].at * tick;
  while (start === undefined || now < start + bars * grid * tick) {
    now = Math.max(now, Math.ceil(Math.min(due, nextKey())));
    while (nextKey() <= now) {
      const { pitch, velocity, channel } = coming.shift()!;
      session.key(pitch, velocity, now, channel);
    }
    due = session.advance(now);
    for (const request of requests.splice(0)) {
      session.plan(await generator.next(request), request.take, request.part, now);
      due = session.advance(now);
    }
  }
  // What is due as the last bar ends belongs to none of them.
  return notes.filter(({ tick }) => tick < bars * grid);
}
