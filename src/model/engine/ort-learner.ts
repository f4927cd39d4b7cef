import { Graph } from '../net/graph.js';
import { paramCount } from '../net/params.js';
import { adamFeeds, type Learner, type TrainState } from '../train/learner.js';
import type { Lesson, Work } from '../train/lesson.js';
import {
  Held,
  keepsOnDevice,
  openSession,
  type Fed,
  type Session,
  type SessionOptions,
} from './ort.js';

/** What a step changes, by the names that graphs have for it. */
const changed = ['params', 'm', 'v'] as const;
type Changed = Readonly<Record<(typeof changed)[number], Fed | Held>>;

/**
 * Learns on onnxruntime, by the lesson's graph, from `state` on. Parameters and moments stay on a device that keeps them: a
 * step takes a batch there and brings a loss back.
 */
export async function openOrtLearner(
  lesson: Lesson,
  state: TrainState,
  options: SessionOptions,
): Promise<Learner> {
  const held = changed.map((name) => `${name}_next`);
  const session = await openSession(lesson.graph(), options, { held });
  const P = paramCount(lesson.architecture);
  const reader = keepsOnDevice(options.device)
    ? await openSession(copyGraph(P), options)
    : undefined;
  return new OrtLearner(session, reader, state, options.device);
}

class OrtLearner implements Learner {
  readonly note = '';
  private now: Changed;
  private steps: number;

  constructor(
    private readonly session: Session,
    /** Copies from the device into memory. */
    private readonly reader: Session | undefined,
    { params, m, v, step }: TrainState,
    readonly device: string,
  ) {
    const dims = [params.length];
    this.now = { params: { data: params, dims }, m: { data: m, dims }, v: { data: v, dims } };
    this.steps = step;
  }

  async step({ feeds }: Work, lr: number): Promise<number> {
    const { arrays, held } = await this.session.runHolding({
      ...this.now,
      ...adamFeeds(this.steps + 1, lr),
      ...feeds,
    });
    this.release();
    this.now = { params: held['params_next']!, m: held['m_next']!, v: held['v_next']! };
    this.steps++;
    return arrays['loss']![0]!;
  }

  async state(): Promise<TrainState> {
    const read = await this.reader?.run(this.now);
    const [params, m, v] = changed.map(
      (name) => read?.[`${name}_next`] ?? inMemory(this.now[name]),
    );
    return { params: params!, m: m!, v: v!, step: this.steps };
  }

  async close(): Promise<void> {
    this.release();
    await this.reader?.close();
    await this.session.close();
  }

  private release(): void {
    for (const name of changed) {
      const part = this.now[name];
      if (part instanceof Held) part.release();
    }
  }
}

function inMemory(part: Fed | Held): Float32Array {
  return part instanceof Held ? part.data() : (part.data as Float32Array);
}

/** Gives what it is given: onnxruntime for Node reads no tensor that is on a device. */
function copyGraph(P: number): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  for (const name of changed) {
    const copy = graph.op('Identity', [graph.input(name, 'float32', [P])]);
    graph.output(`${name}_next`, copy, 'float32', [P]);
  }
  return graph.encode();
}
