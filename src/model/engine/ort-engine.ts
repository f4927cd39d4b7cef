import type { Engine, Prediction, State } from '../engine.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { predictGraph } from '../net/predict-graph.js';
import { stateTable, type StateEntry } from '../net/states.js';
import { openSession, type Session, type SessionOptions } from './ort.js';

/** The default engine: onnxruntime, on a graph made here from the parameters. */
export async function createOrtEngine(
  architecture: Architecture,
  params: Float32Array,
  options: SessionOptions,
): Promise<Engine> {
  const session = await openSession(predictGraph(architecture, params), options);
  return new OrtEngine(session, architecture, options.device);
}

class OrtEngine implements Engine {
  readonly name = 'ort';

  private readonly states: readonly StateEntry[];
  private readonly featureWidth: number;

  constructor(
    private readonly session: Session,
    architecture: Architecture,
    readonly device: string,
  ) {
    this.states = stateTable(architecture);
    this.featureWidth = featureWidth(architecture);
  }

  zero(batch: number): State {
    return this.stateOf(
      batch,
      this.states.map(({ layers, units }) => new Float32Array(layers * batch * units)),
    );
  }

  async run(
    tokens: Int32Array,
    features: Float32Array,
    { batch, parts }: State,
  ): Promise<Prediction> {
    const T = tokens.length / batch;
    const F = this.featureWidth;
    const before = this.states.map(
      ({ name, layers, units }, at) =>
        [name, { data: parts[at]!, dims: [layers, batch, units] }] as const,
    );
    const out = await this.session.run({
      tokens: { data: tokens, dims: [T, batch] },
      ...(F === 0 ? {} : { features: { data: features, dims: [T, batch, F] } }),
      ...Object.fromEntries(before),
    });
    const after = this.states.map(({ name }) => out[`${name}_next`]!);
    return {
      logProbs: out['log_probs']!,
      feel: out['feel'] ?? new Float32Array(),
      state: this.stateOf(batch, after),
    };
  }

  close(): Promise<void> {
    return this.session.close();
  }

  private stateOf(batch: number, parts: readonly Float32Array[]): State {
    return { batch, widths: this.states.map(({ units }) => units), parts };
  }
}
