import { Graph } from '../net/graph.js';
import { paramCount } from '../net/params.js';
import { repeated } from '../net/repeated.js';
import { adamFeeds, stacked, type Learner, type Step, type TrainState } from '../train/learner.js';
import type { Lesson } from '../train/lesson.js';
import { keepsOnDevice, stepsAtOnce } from './ort-devices.js';
import { Held, openSession, type Fed, type Session, type SessionOptions } from './ort.js';

/** What a step changes, by the names that graphs have for it, and its dimensions. */
type Dims = ReadonlyMap<Changed, readonly number[]>;
type Changed = 'params' | 'm' | 'v' | 'carried';

function changedBy({ architecture, carried }: Lesson): Dims {
  const P = [paramCount(architecture)];
  const dims = new Map<Changed, readonly number[]>([
    ['params', P],
    ['m', P],
    ['v', P],
  ]);
  return carried === undefined ? dims : dims.set('carried', carried);
}

interface LearnerOptions extends SessionOptions {
  /** Steps to a run: what serves `device` where it is not given. */
  readonly atOnce?: number;
}

/**
 * Learns on onnxruntime, by the lesson's graph, from `state` on. Parameters and moments stay on a device that keeps them: a
 * step takes a batch there and brings a loss back. To others they cross, and some steps are one run.
 */
export async function openOrtLearner(
  lesson: Lesson,
  state: TrainState,
  options: LearnerOptions,
): Promise<Learner> {
  const { atOnce = stepsAtOnce(options.device) } = options;
  const changed = changedBy(lesson);
  const names = [...changed.keys()];
  const held = names.map((name) => `${name}_next`);
  const step = lesson.graph();
  const graph = atOnce === 1 ? step : repeated(step, names);
  const session = await openSession(graph.encode(), options, { held });
  const reader = keepsOnDevice(options.device)
    ? await openSession(copyGraph(changed), options)
    : undefined;
  return new OrtLearner(session, reader, changed, state, options.device, atOnce);
}

class OrtLearner implements Learner {
  readonly note = '';
  private now: Readonly<Record<string, Fed | Held>>;
  private steps: number;

  constructor(
    private readonly session: Session,
    /** Copies from the device into memory. */
    private readonly reader: Session | undefined,
    private readonly changed: Dims,
    state: TrainState,
    readonly device: string,
    readonly atOnce: number,
  ) {
    this.now = this.eachChanged((name, dims) => {
      const size = dims.reduce((product, each) => product * each, 1);
      return { data: state[name].length > 0 ? state[name] : new Float32Array(size), dims };
    });
    this.steps = state.step;
  }

  async learn(steps: readonly Step[]): Promise<readonly number[]> {
    const feeds = steps.map(({ work, lr }, at) => ({
      ...adamFeeds(this.steps + at + 1, lr),
      ...work.feeds,
    }));
    const { arrays, held } = await this.session.runHolding({
      ...this.now,
      ...(this.atOnce === 1 ? feeds[0]! : stacked(feeds)),
    });
    this.release();
    this.now = this.eachChanged((name) => held[`${name}_next`]!);
    this.steps += steps.length;
    return [...arrays['loss']!];
  }

  async state(): Promise<TrainState> {
    const read = await this.reader?.run(this.now);
    const { params, m, v, carried } = this.eachChanged(
      (name) => read?.[`${name}_next`] ?? inMemory(this.now[name]!),
    );
    return {
      params: params!,
      m: m!,
      v: v!,
      carried: carried ?? new Float32Array(),
      step: this.steps,
    };
  }

  async close(): Promise<void> {
    this.release();
    await this.reader?.close();
    await this.session.close();
  }

  private release(): void {
    for (const part of Object.values(this.now)) if (part instanceof Held) part.release();
  }

  private eachChanged<T>(value: (name: Changed, dims: readonly number[]) => T): Record<string, T> {
    return Object.fromEntries([...this.changed].map(([name, dims]) => [name, value(name, dims)]));
  }
}

function inMemory(part: Fed | Held): Float32Array {
  return part instanceof Held ? part.data() : (part.data as Float32Array);
}

/** Gives what it is given: onnxruntime for Node reads no tensor that is on a device. */
function copyGraph(changed: Dims): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  for (const [name, dims] of changed) {
    const copy = graph.op('Identity', [graph.input(name, 'float32', dims)]);
    graph.output(`${name}_next`, copy, 'float32', dims);
  }
  return graph.encode();
}
