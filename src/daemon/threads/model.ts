/**
 * Entry of the model thread, which owns engines, windows and random state. It loads a plan source for
 * each part, says `ready`, and from then on makes one plan for each request until it is told to quit.
 * It dies of whatever the source throws; the clock thread then plays on from the bar it knows, until main has begun
 * another one, which recalls what was played.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { CreatePlanSource, PlanSource, SourceOptions } from '../../model/plan-source.js';
import type { TickPlan } from '../../model/tick.js';
import type { TakeRequest } from '../core/conductor.js';
import { monotonic } from '../io/monotonic.js';
import { readRequest, writePlan } from './plan-record.js';
import {
  intentHead,
  planHead,
  type SharedMemory,
  viewShared,
  wake,
  words,
} from './shared-layout.js';
import { refusal, type WorkerMessage } from './thread.js';

export interface ModelData {
  readonly memory: SharedMemory;
  /** URL of the module that exports `createPlanSource`. */
  readonly module: string;
  /** One for each part. */
  readonly options: readonly SourceOptions[];
}

type Opened = Awaited<ReturnType<CreatePlanSource>>;

const data = workerData as ModelData;
const shared = viewShared(data.memory);
const intent = new Float64Array(shared.intents.fields);
const opened = await load().catch((cause: unknown) => {
  post(refusal(cause));
  return undefined;
});
if (opened !== undefined) {
  post({ type: 'ready', ready: opened.map(({ info }) => info) });
  await serve(opened.map(({ source }) => source));
  for (const { source } of opened) await source.close();
}

async function load(): Promise<Opened[]> {
  const module = (await import(data.module)) as { createPlanSource: CreatePlanSource };
  const made: Opened[] = [];
  const warn = (text: string) => post({ type: 'warning', text });
  for (const options of data.options) made.push(await module.createPlanSource(options, warn));
  for (const { source } of made) await source.prepare();
  return made;
}

/** Blocks in `Atomics.wait` while there is nothing to do: a source may not leave work to the event loop. */
async function serve(sources: readonly PlanSource[]): Promise<void> {
  const request = new Float64Array(shared.requests.fields);
  const plan = new Float64Array(shared.plans.fields);
  const recalls = data.options.map(({ recall }) => recall !== undefined);
  // What was asked of the thread before this one is past.
  while (recalls.includes(true) && shared.requests.length > sources.length)
    shared.requests.pop(request);
  const takes = sources.map(() => 0);
  while (Atomics.load(shared.words, words.quit) === 0) {
    const seen = Atomics.load(shared.words, words.modelWake);
    if (!shared.requests.pop(request)) {
      Atomics.wait(shared.words, words.modelWake, seen);
      continue;
    }
    const begun = monotonic.now();
    const wanted = readRequest(request);
    const { part, take } = wanted;
    const source = sources[part]!;
    if (take !== takes[part] && recalls[part] !== true) source.reset();
    recalls[part] = false;
    takes[part] = take;
    writePlan(plan, planHead.plan, await source.next(wanted));
    plan[planHead.take] = take;
    plan[planHead.part] = part;
    plan[planHead.predictMicros] = monotonic.now() - begun;
    shared.plans.push(plan);
    wake(shared.words, words.clockWake);
    // After a hang, or of another part, the next request is here already; it is the more urgent of the two.
    if (shared.requests.length > 0) continue;
    await source.prepare();
    await tellIntents(source, wanted);
  }
}

/**
 * Looks ahead until the next request comes, and tells main how far it got. Never blocks. Main misses a look where it has not
 * read the one before.
 */
async function tellIntents(source: PlanSource, { part, controls, ticksPerBar }: TakeRequest) {
  const ticks = controls.planBars * ticksPerBar;
  if (ticks === 0 || shared.intents.length > 0) return;
  const plans: TickPlan[] = [];
  for await (const plan of source.foresee(ticks)) {
    plans.push(plan);
    if (shared.requests.length > 0) break;
  }
  plans.forEach((plan, index) => {
    intent[intentHead.part] = part;
    intent[intentHead.last] = Number(index === plans.length - 1);
    writePlan(intent, intentHead.plan, plan);
    shared.intents.push(intent);
  });
  wake(shared.words, words.mainWake);
}

function post(message: WorkerMessage): void {
  parentPort!.postMessage(message);
}
