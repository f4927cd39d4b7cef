import type { Engine, Prediction } from '../engine.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { predictGraph } from '../net/predict-graph.js';
import { openSession, type Session, type SessionOptions } from './ort.js';

/** The default engine: onnxruntime, on a graph made here from the parameters. `batch` is N, the parts it plays at once. */
export async function createOrtEngine(
  architecture: Architecture,
  params: Float32Array,
  options: SessionOptions & { readonly batch: number },
): Promise<Engine> {
  const session = await openSession(predictGraph(architecture, params), options);
  return new OrtEngine(session, architecture, options);
}

class OrtEngine implements Engine {
  readonly name = 'ort';
  readonly device: string;
  private readonly batch: number;
  private h: Float32Array;
  private c: Float32Array;

  constructor(
    private readonly session: Session,
    private readonly architecture: Architecture,
    options: { readonly device: string; readonly batch: number },
  ) {
    this.device = options.device;
    this.batch = options.batch;
    this.h = this.zeros();
    this.c = this.zeros();
  }

  async prime(tokens: Int32Array, features: Float32Array): Promise<void> {
    this.h = this.zeros();
    this.c = this.zeros();
    if (tokens.length > 0) await this.run(tokens, features);
  }

  async step(tokens: Int32Array, features: Float32Array): Promise<Prediction> {
    return this.run(tokens, features);
  }

  close(): Promise<void> {
    return this.session.close();
  }

  /** `tokens` [T, N] and `features` [T, N, F], time-major. */
  private async run(tokens: Int32Array, features: Float32Array): Promise<Prediction> {
    const N = this.batch;
    const T = tokens.length / N;
    const F = featureWidth(this.architecture);
    const state = [this.architecture.layers, N, this.architecture.hidden];
    const out = await this.session.run({
      tokens: { data: tokens, dims: [T, N] },
      ...(F === 0 ? {} : { features: { data: features, dims: [T, N, F] } }),
      h: { data: this.h, dims: state },
      c: { data: this.c, dims: state },
    });
    this.h = out['h_next']!;
    this.c = out['c_next']!;
    return { logProbs: out['log_probs']!, feel: out['feel'] ?? new Float32Array() };
  }

  private zeros(): Float32Array {
    const { layers, hidden } = this.architecture;
    return new Float32Array(layers * this.batch * hidden);
  }
}
