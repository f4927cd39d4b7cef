import { plainEngine, type EngineChoice } from '../engine.js';
import { Fault } from '../fault.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { createEngine, engineChoices } from './create-engine.js';
import { rounded, time, type Millis } from './timing.js';
import { tryDevice } from './try-device.js';

/** A network and how it is played. */
export interface Played {
  readonly architecture: Architecture;
  readonly params: Float32Array;
  readonly window: number;
}

/** What an engine takes of each tick. */
export interface Measured extends EngineChoice {
  /** Once the tick's token is known: what is urgent. */
  readonly step_ms: Millis;
  /** To get ready for the next tick: a step of every window under way. Undefined where steps alone take too long. */
  readonly ahead_ms: Millis | undefined;
}

export interface Failed extends EngineChoice {
  readonly reason: string;
}

export interface Measurements {
  /** The one whose steps are the fastest at p99 comes first (DESIGN 4). */
  readonly measured: readonly Measured[];
  readonly failed: readonly Failed[];
}

/** An engine that needs longer is not going to be the one. */
const limits = { times: 50, seconds: 1 };

/** Plays 50 ticks on each engine and device that loads here. Takes seconds: devices compile what they compute. */
export async function measureEngines(
  played: Played,
  choices: readonly EngineChoice[] = engineChoices(),
): Promise<Measurements> {
  const measured: Measured[] = [];
  const failed: Failed[] = [];
  for (const choice of choices) {
    try {
      measured.push(await measure(played, choice));
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      failed.push({ ...choice, reason: fault.message });
    }
  }
  measured.sort((a, b) => a.step_ms.p99 - b.step_ms.p99);
  return { measured, failed };
}

/** A line for each engine, the fastest first, and for each that does not load here. */
export function describeMeasurements({ measured, failed }: Measurements): string[] {
  return [
    ...measured.map(
      ({ engine, device, step_ms: step, ahead_ms: ahead }) =>
        `${engine} on ${device}: step ${show(step)}, ` +
        (ahead === undefined ? 'too slow to play' : `ahead of the next ${show(ahead)}`),
    ),
    ...failed.map(({ engine, device, reason }) => `${engine} on ${device}: ${reason}`),
  ];
}

async function measure(
  { architecture, params, window: size }: Played,
  choice: EngineChoice,
): Promise<Measured> {
  if (choice.engine === 'ort' && choice.device !== plainEngine.device)
    await tryDevice(choice.device);
  const engine = await createEngine(architecture, params, { ...choice, threads: 1 });
  const tokens = Int32Array.of(0);
  const features = new Float32Array(featureWidth(architecture));
  const measureAhead = async (): Promise<Millis> => {
    const windows = await engine.openWindows(size, 1, false);
    const feed = async (): Promise<void> => (await windows.feed(tokens, features)).release();
    const ahead = await time(feed, limits);
    await windows.close();
    return rounded(ahead);
  };
  const zero = engine.zero(1);
  const step = await time(() => engine.predict(tokens, features, zero), limits);
  zero.release();
  const ahead = step.times < limits.times ? undefined : await measureAhead();
  await engine.close();
  const { name, device } = engine;
  return { engine: name, device, step_ms: rounded(step), ahead_ms: ahead };
}

function show({ p50, p99 }: Millis): string {
  return `${p50} ms (p99 ${p99})`;
}
