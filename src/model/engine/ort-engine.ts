import type { Engine, Outcome, Prediction, State, Windows } from '../engine.js';
import { logSoftmax } from '../log-softmax.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { predictGraph } from '../net/predict-graph.js';
import { stateTable, type StateEntry } from '../net/states.js';
import { openDeviceWindows } from './device-windows.js';
import { MemoryWindows } from './memory-windows.js';
import { inputFeeds, OrtState } from './ort-state.js';
import {
  keepsOnDevice,
  openSession,
  type Feeds,
  type Fetched,
  type Session,
  type SessionOptions,
} from './ort.js';

/** The default engine: onnxruntime, on a graph made here from the parameters. */
export async function createOrtEngine(
  architecture: Architecture,
  params: Float32Array,
  options: SessionOptions,
): Promise<Engine> {
  const held = stateTable(architecture).map(({ name }) => `${name}_next`);
  const session = await openSession(predictGraph(architecture, params), options, { held });
  const engine = new OrtEngine(session, architecture, params, options);
  // The first run compiles what a device computes with: it may take seconds.
  const features = new Float32Array(featureWidth(architecture));
  (await engine.run(new Int32Array(1), features, engine.zero(1))).state.release();
  return engine;
}

class OrtEngine implements Engine {
  readonly name = 'ort';
  readonly device: string;

  private readonly featureWidth: number;
  private readonly states: readonly StateEntry[];

  constructor(
    private readonly session: Session,
    private readonly architecture: Architecture,
    private readonly params: Float32Array,
    private readonly options: SessionOptions,
  ) {
    this.device = options.device;
    this.featureWidth = featureWidth(architecture);
    this.states = stateTable(architecture);
  }

  zero(batch: number): State {
    return OrtState.zero(this.states, batch);
  }

  async predict(tokens: Int32Array, features: Float32Array, state: State): Promise<Prediction> {
    return this.predictionOf(await this.session.run(this.feeds(tokens, features, state)));
  }

  async run(tokens: Int32Array, features: Float32Array, state: State): Promise<Outcome> {
    const { arrays, held } = await this.session.runHolding(this.feeds(tokens, features, state));
    const after = OrtState.of(this.states, state.batch, held, '_next');
    return { ...this.predictionOf(arrays), state: after };
  }

  openWindows(size: number, parts: number): Promise<Windows> {
    return keepsOnDevice(this.device)
      ? openDeviceWindows(this.architecture, this.params, this.options, size, parts)
      : Promise.resolve(new MemoryWindows(this.session, this.architecture, size, parts));
  }

  close(): Promise<void> {
    return this.session.close();
  }

  private feeds(tokens: Int32Array, features: Float32Array, state: State): Feeds {
    if (!(state instanceof OrtState)) throw new TypeError('a state of another engine');
    return { ...inputFeeds(tokens, features, state.batch, this.featureWidth), ...state.feeds };
  }

  private predictionOf(outputs: Fetched): Prediction {
    return {
      logProbs: logSoftmax(outputs['logits']!, this.architecture.vocabulary),
      feel: outputs['feel'] ?? new Float32Array(),
    };
  }
}
