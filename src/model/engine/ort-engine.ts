import type { Engine, Prediction, State } from '../engine.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { predictGraph } from '../net/predict-graph.js';
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

  constructor(
    private readonly session: Session,
    private readonly architecture: Architecture,
    readonly device: string,
  ) {}

  zero(batch: number): State {
    const { layers, hidden } = this.architecture;
    const zeros = (): Float32Array => new Float32Array(layers * batch * hidden);
    return { batch, width: hidden, parts: [zeros(), zeros()] };
  }

  async run(
    tokens: Int32Array,
    features: Float32Array,
    { batch, parts }: State,
  ): Promise<Prediction> {
    const { layers, hidden } = this.architecture;
    const T = tokens.length / batch;
    const F = featureWidth(this.architecture);
    const shape = [layers, batch, hidden];
    const out = await this.session.run({
      tokens: { data: tokens, dims: [T, batch] },
      ...(F === 0 ? {} : { features: { data: features, dims: [T, batch, F] } }),
      h: { data: parts[0]!, dims: shape },
      c: { data: parts[1]!, dims: shape },
    });
    return {
      logProbs: out['log_probs']!,
      feel: out['feel'] ?? new Float32Array(),
      state: { batch, width: hidden, parts: [out['h_next']!, out['c_next']!] },
    };
  }

  close(): Promise<void> {
    return this.session.close();
  }
}
