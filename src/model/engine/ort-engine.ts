import type { Engine, Outcome, Prediction, State, Windows } from '../engine.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { inputWriter, type InputWriter } from '../net/input-writer.js';
import { predictGraph } from '../net/predict-graph.js';
import { stateTable, type StateEntry } from '../net/states.js';
import { rowsGraph, stepGraph, type StepResults } from '../net/step-graph.js';
import { openDeviceWindows } from './device-windows.js';
import { MemoryWindows, PredictingWindows } from './memory-windows.js';
import { inputFeeds, OrtState, toldFeed } from './ort-state.js';
import { hardwareOf, keepsOnDevice } from './ort-devices.js';
import { predictionOf } from './prediction.js';
import { openSession, type Session, type SessionOptions } from './ort.js';
import { WholeWindows } from './whole-windows.js';

/** The default engine: onnxruntime, on graphs made here from the parameters. */
export async function createOrtEngine(
  architecture: Architecture,
  params: Float32Array,
  options: SessionOptions,
): Promise<Engine> {
  const states = stateTable(architecture).map(({ name }) => `${name}_next`);
  const open = (graph: Uint8Array, held = states): Promise<Session> =>
    openSession(graph, options, { held });
  const step = (results: StepResults): Uint8Array => stepGraph(architecture, params, results);
  const steps = keepsOnDevice(options.device)
    ? {
        predict: await open(step({ heads: true, states: false }), []),
        advance: await open(step({ heads: false, states: true })),
      }
    : undefined;
  const graph = steps ? step({ heads: true, states: true }) : predictGraph(architecture, params);
  const engine = new OrtEngine(await open(graph), steps, architecture, params, options);
  await engine.warmUp();
  return engine;
}

interface Inputs {
  /** [T, N] */
  readonly tokens: Int32Array;
  /** [T, N, F] */
  readonly features: Float32Array;
  readonly state: OrtState;
}

class OrtEngine implements Engine {
  readonly name = 'ort';
  readonly device: string;

  private readonly featureWidth: number;
  private readonly writer: InputWriter;
  private readonly states: readonly StateEntry[];
  /** What `join` gives, by how many windows it is, over and over: arrays that are dropped make V8 collect all garbage, which takes 10 ms. */
  private readonly joined = new Map<number, OrtState>();
  /** Step all windows in memory, of whoever opens some, by whether they predict. */
  private readonly rows = new Map<boolean, Session>();

  constructor(
    private readonly session: Session,
    /** Where a run takes one input: that whose states nobody wants, and that whose prediction. */
    private readonly steps: { readonly predict: Session; readonly advance: Session } | undefined,
    private readonly architecture: Architecture,
    private readonly params: Float32Array,
    private readonly options: SessionOptions,
  ) {
    this.device = options.device;
    this.featureWidth = featureWidth(architecture);
    this.writer = inputWriter(architecture, params);
    this.states = stateTable(architecture);
  }

  /** The first run compiles what a device computes with: it may take seconds. */
  async warmUp(): Promise<void> {
    const T = this.steps ? 2 : 1;
    const inputs = [new Int32Array(T), new Float32Array(T * this.featureWidth)] as const;
    (await this.run(...inputs, this.zero(1))).state.release();
    if (this.steps) await this.predict(...inputs, this.zero(1));
  }

  zero(batch: number): State {
    return OrtState.zero(this.states, batch);
  }

  join(states: readonly State[]): State | undefined {
    if (keepsOnDevice(this.device)) return undefined;
    const batch = states.reduce((total, state) => total + state.batch, 0);
    let joined = this.joined.get(batch);
    if (joined === undefined) this.joined.set(batch, (joined = OrtState.zero(this.states, batch)));
    joined.join(states.map(asOrtState));
    return joined;
  }

  async predict(tokens: Int32Array, features: Float32Array, state: State): Promise<Prediction> {
    const inputs = await this.reach({ tokens, features, state: asOrtState(state) });
    const session = this.steps?.predict ?? this.session;
    const outputs = await session.run(this.feeds(inputs));
    if (inputs.state !== state) inputs.state.release();
    return predictionOf(outputs['heads']!, this.architecture);
  }

  async run(tokens: Int32Array, features: Float32Array, state: State): Promise<Outcome> {
    const inputs = await this.reach({ tokens, features, state: asOrtState(state) });
    const { arrays, held } = await this.session.runHolding(this.feeds(inputs));
    if (inputs.state !== state) inputs.state.release();
    const after = OrtState.of(this.states, state.batch, held, '_next');
    return { ...predictionOf(arrays['heads']!, this.architecture), state: after };
  }

  async openWindows(size: number, parts: number, predicts: boolean): Promise<Windows> {
    const { architecture, params, options, device } = this;
    if (keepsOnDevice(device)) return openDeviceWindows(architecture, params, options, size, parts);
    if (hardwareOf(device).wholeLayers)
      return new WholeWindows(this.session, architecture, size, parts);
    let rows = this.rows.get(predicts);
    if (rows === undefined)
      this.rows.set(
        predicts,
        (rows = await openSession(rowsGraph(architecture, params, predicts), options)),
      );
    return predicts
      ? new PredictingWindows(rows, architecture, this.writer, size, parts)
      : new MemoryWindows(rows, architecture, this.writer, size, parts);
  }

  async close(): Promise<void> {
    for (const rows of this.rows.values()) await rows.close();
    await this.steps?.predict.close();
    await this.steps?.advance.close();
    await this.session.close();
  }

  /** Gives what is left to be run for a prediction: the last input, where a run takes one, and the state before it. */
  private async reach({ tokens, features, state }: Inputs): Promise<Inputs> {
    if (this.steps === undefined) return { tokens, features, state };
    const N = state.batch;
    const F = this.featureWidth;
    const inputs = (t: number, before: OrtState): Inputs => ({
      tokens: tokens.subarray(t * N, (t + 1) * N),
      features: features.subarray(t * N * F, (t + 1) * N * F),
      state: before,
    });
    const T = tokens.length / N;
    let before = state;
    for (let t = 0; t < T - 1; t++) {
      const { held } = await this.steps.advance.runHolding(this.feeds(inputs(t, before)));
      if (before !== state) before.release();
      before = OrtState.of(this.states, N, held, '_next');
    }
    return inputs(T - 1, before);
  }

  private feeds({ tokens, features, state }: Inputs) {
    const F = this.featureWidth;
    return this.steps === undefined
      ? { ...inputFeeds(tokens, features, state.batch, F), ...state.feeds }
      : { told: toldFeed(this.writer, tokens, features), ...state.feeds };
  }
}

function asOrtState(state: State): OrtState {
  if (!(state instanceof OrtState)) throw new TypeError('a state of another engine');
  return state;
}
