/**
 * Entry of a model thread, which owns engines, windows and random state of some parts. It loads a plan source for each,
 * is told what to recall, says `ready`, and from then on makes a plan for each request until it is told to quit, and loads
 * between plans what parts are to change to.
 * It dies of whatever a source throws; the clock thread then plays on from the bar it knows, until main has begun
 * another one, which recalls what was played.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { setImmediate as turn } from 'node:timers/promises';
import type { CreatePlanSources, Recall, SourceOptions } from '../../model/plan-source.js';
import { rehearse } from '../../model/rehearse.js';
import { SwappingSource } from '../../model/swapping-source.js';
import { Backlog } from '../core/backlog.js';
import type { TakeRequest } from '../core/conductor-output.js';
import { TakeSource } from '../core/take-source.js';
import { monotonic } from '../io/monotonic.js';
import { hurryMost } from '../io/priority.js';
import { Chores } from './chores.js';
import {
  type LoadingPart,
  type LoadingParts,
  type LoadMessage,
  ModelLoads,
} from './model-loads.js';
import { readRequest, writePlan } from './plan-record.js';
import { planHead, type SharedMemory, viewShared, wake, words } from './shared-layout.js';
import { refusal, type WorkerMessage } from './thread.js';

export interface ModelData {
  readonly memory: SharedMemory;
  /** URL of the module that exports `createPlanSources`. */
  readonly module: string;
  /** Which of the model threads it is, and its parts; all count from 0. */
  readonly thread: number;
  readonly parts: readonly number[];
  /** One for each of them. */
  readonly options: readonly SourceOptions[];
}

/** What it waits for: what each part played before, undefined where nothing was. */
export type ModelCue = readonly (GoOn | undefined)[];

export interface GoOn extends Recall {
  /** The tick that follows. */
  readonly next: number;
}

/** What it is told later: a model to load, or what the order `recall` names by its number. */
export type ModelMessage = LoadMessage | RecallMessage;

export interface RecallMessage {
  readonly type: 'recall';
  readonly id: number;
  readonly recall: Recall;
}

const data = workerData as ModelData;
hurryMost();
const shared = viewShared(data.memory);
const lane = shared.lanes[data.thread]!;
const { requests, plans } = lane;
const request = new Float64Array(requests.fields);
const opened = await load().catch((cause: unknown) => {
  post(refusal(cause));
  return undefined;
});
if (opened !== undefined) {
  const { parts, create } = opened;
  // What comes from now on finds room.
  const before = takeRequests();
  post({ type: 'waits' });
  const cue = waitForCue();
  for (const [part, { source }] of parts) {
    if (cue[part] === undefined) continue;
    source.recall(cue[part]);
    await source.prepare();
  }
  post({ type: 'ready', ready: [...parts.values()].map(({ info }) => info) });
  const loads = new ModelLoads(parts, create, (news) => post({ type: 'load', news }));
  await serve(parts, loads, cue, before);
  for (const { source } of parts.values()) await source.close();
}

async function load() {
  const module = (await import(data.module)) as { createPlanSources: CreatePlanSources };
  const create: CreatePlanSources = (options) =>
    module.createPlanSources(options, {
      warn: (text) => post({ type: 'warning', text }),
      moved: (to) => post({ type: 'moved', to }),
    });
  const parts = new Map<number, LoadingPart>();
  for (const [at, { source, ...rest }] of (await create(data.options)).entries()) {
    const part = data.parts[at]!;
    const playing = (number: number): void =>
      post({ type: 'load', news: { part, number, state: 'playing' } });
    parts.set(part, { source: new SwappingSource(source, playing), ...rest });
  }
  await rehearse([...parts.values()].map(({ source }) => source));
  // What loading left is collected now: V8 by itself would do so in the midst of the first plan, for some 20 ms, and miss it.
  globalThis.gc?.();
  return { parts, create };
}

/** Blocks until it is told to play: a standby may wait for days. */
function waitForCue(): ModelCue {
  for (;;) {
    const seen = Atomics.load(lane.wake, 0);
    const cue = receiveMessageOnPort(parentPort!);
    if (cue !== undefined) return cue.message as ModelCue;
    Atomics.wait(lane.wake, 0, seen);
  }
}

/**
 * Blocks in `Atomics.wait` while there is nothing to do: a source may not leave work to the event loop. While a model is
 * loaded it lets the event loop turn instead.
 */
async function serve(
  parts: LoadingParts,
  loads: ModelLoads,
  cue: ModelCue,
  before: TakeRequest[],
): Promise<void> {
  const backlog = new Backlog((part) => cue[part]?.next ?? 0);
  /** They wait for their orders. */
  const recalls = new Map<number, Recall>();
  const asked = new Map<number, TakeSource>();
  for (const [part, { source }] of parts)
    asked.set(part, new TakeSource(source, recalls, cue[part] !== undefined));
  const chores = new Chores(lane, () => wake(shared.words, words.mainWake));
  const record = new Float64Array(plans.fields);

  const answer = async (
    wanted: TakeRequest,
    begun: number,
    before: Promise<void>,
  ): Promise<void> => {
    const { part, take } = wanted;
    const { source } = parts.get(part)!;
    const plan = await asked.get(part)!.next(wanted);
    await before; // plans go out in the order in which they were asked for
    writePlan(record, planHead.plan, plan);
    chores.answered(source, wanted);
    record[planHead.take] = take;
    record[planHead.part] = part;
    record[planHead.predictMicros] = monotonic.now() - begun;
    plans.push(record);
    wake(shared.words, words.clockWake);
  };

  while (Atomics.load(shared.words, words.quit) === 0) {
    const seen = Atomics.load(lane.wake, 0);
    Atomics.store(lane.answer, 0, Atomics.load(shared.words, words.asked));
    const taken = [...before.splice(0), ...takeRequests()];
    const wanted = taken.flatMap((request) => backlog.add(request) ?? []);
    // After them: what their orders name was told before they were asked.
    for (let told; (told = receiveMessageOnPort(parentPort!)) !== undefined;) {
      const message = told.message as ModelMessage;
      if (message.type === 'load') loads.add(message);
      else recalls.set(message.id, message.recall);
    }
    const begun = monotonic.now();
    // Those of different parts at once: they are rows of one batch. Those of one part, after a hang, in turn.
    for (const round of roundsOf(wanted)) {
      let last = Promise.resolve();
      await Promise.all(round.map((one) => (last = answer(one, begun, last))));
    }
    if (requests.length > 0 || (await chores.doNext())) continue;
    if (loads.busy) await turn();
    else if (!chores.tidy() && wanted.length === 0) Atomics.wait(lane.wake, 0, seen);
  }
}

function takeRequests(): TakeRequest[] {
  const taken: TakeRequest[] = [];
  while (requests.pop(request)) taken.push(readRequest(request));
  return taken;
}

/** In order, and no part twice in a round. */
function roundsOf(wanted: readonly TakeRequest[]): TakeRequest[][] {
  const rounds: TakeRequest[][] = [];
  const counts = new Map<number, number>();
  for (const request of wanted) {
    const round = counts.get(request.part) ?? 0;
    counts.set(request.part, round + 1);
    (rounds[round] ??= []).push(request);
  }
  return rounds;
}

function post(message: WorkerMessage): void {
  parentPort!.postMessage(message);
}
