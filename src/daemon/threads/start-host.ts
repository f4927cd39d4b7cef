import type { EngineChoice } from '../../model/engine.js';
import type { Fault } from '../../model/fault.js';
import type { ModelChoice, Played } from '../../model/plan-source.js';
import { controlsOf, liveCount } from '../core/live-values.js';
import { modelThreads, partsOfThread } from '../core/model-threads.js';
import { PlayedWindow } from '../core/played-window.js';
import type { ClockCue, ClockData } from './clock.js';
import type { Cue } from './cue.js';
import { Host, type HostHooks, writeLive } from './host.js';
import type { ModelCue } from './model.js';
import { ModelThread, recordedRecall } from './model-thread.js';
import type { SwapNews } from './part-models.js';
import type { PlayEvent } from './play-events.js';
import { allocateShared, type Shared, viewShared } from './shared-layout.js';
import { type PortState, Thread } from './thread.js';

export interface HostOptions
  extends EngineChoice, Pick<HostHooks, 'label' | 'event' | 'struck' | 'record' | 'outputs'> {
  /** What each part plays. */
  readonly models: readonly ModelChoice[];
  /** As `SourceOptions` has it. */
  readonly spares?: string | undefined;
  /** Module that exports `createPlanSources` (`src/model/plan-source.ts`). */
  readonly module: URL;
  /** Both threads load what they need, and wait for this before they touch a port. */
  readonly cue: Promise<Cue>;
  /** One line for people. */
  readonly warned: (text: string) => void;
  /** What becomes of a model that a part is to change to. */
  readonly swap?: (news: SwapNews) => void;
  /** All MIDI outputs, one of which is another than before. */
  readonly ports?: ((ports: readonly PortState[]) => void) | undefined;
  /** A thread died. Where it is the model thread the music goes on, over the last bar, until the next one has begun. */
  readonly died: (fault: Fault, thread: 'clock' | 'model') => void;
}

/** Starts the clock thread and those of the models; rejects with a Fault where one cannot. Nothing plays before `command('start')`. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { models, outputs, died, engine, device } = options;
  const threads = modelThreads(models.length, { engine, device });
  const memory = allocateShared(models.length, threads);
  const shared = viewShared(memory);
  let cued: Cue | undefined;
  const cue = options.cue.then((told) => {
    writeLive(shared, told.values, models.length);
    cued = told;
    return told;
  });
  const windows = models.map((_, part) => new PlayedWindow(part + 1));
  const recalled = () =>
    recallsOf(
      host === undefined ? (cued?.resume?.played ?? []) : host.played(false),
      windows,
      shared,
    );
  let host: Host | undefined;
  const clockData: ClockData = { memory, midiOuts: outputs.names };
  const modelStarts = Array.from({ length: threads }, (_, thread) =>
    ModelThread.start({
      ...options,
      cue,
      thread,
      parts: partsOfThread(thread, threads, models.length),
      memory,
      recalled,
      died: (fault) => died(fault, 'model'),
      tookOver: (entry) => {
        // What the one before had done comes before it.
        host?.hearAll();
        options.record?.(entry);
      },
      swap: (news) => {
        if (news.state === 'loaded') host?.swap(news);
        options.swap?.(news);
      },
    }),
  );
  const clockStart = Thread.start<readonly PortState[]>({
    ...options,
    name: 'clock',
    entry: new URL('./clock.js', import.meta.url),
    data: clockData,
    waits: (tell) => {
      cue.then(
        ({ resume }) => tell({ left: resume?.keys } satisfies ClockCue),
        () => undefined,
      );
    },
    died: (fault) => died(fault, 'clock'),
  });
  try {
    const event = (event: PlayEvent): void => {
      if (event.type === 'tick' || event.type === 'note') windows[event.part - 1]?.add(event);
      options.event(event);
    };
    const [clock, ...playing] = await Promise.all([clockStart, ...modelStarts]);
    const told = await cue;
    for (const [part, recall] of recalled().entries())
      if (recall !== undefined)
        options.record?.({ type: 'goes-on', part, recall: recordedRecall(recall) });
    host = new Host(shared, playing, clock, { ...options, event, windows, ...told });
    return host;
  } catch (fault) {
    for (const start of await Promise.allSettled([clockStart, ...modelStarts])) {
      if (start.status === 'fulfilled') await start.value.end(0);
    }
    throw fault;
  }
}

/** What a model thread that takes over is told of each part. */
function recallsOf(
  played: readonly Played[],
  windows: readonly PlayedWindow[],
  shared: Shared,
): ModelCue {
  const live = new Float64Array(liveCount(windows.length));
  shared.live.read(live);
  return played.map((part, index) =>
    part.ticks.length === 0
      ? undefined
      : { ...part, manner: controlsOf(live, index), next: windows[index]!.nextTick },
  );
}
