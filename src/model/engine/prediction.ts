import type { Prediction } from '../engine.js';
import { logSoftmax } from '../log-softmax.js';
import type { Architecture } from '../net/architecture.js';

/** What a graph says of N windows: `heads` [N, V + D], which may be overwritten. */
export function predictionOf(heads: Float32Array, architecture: Architecture): Prediction {
  const { vocabulary: V, feel: D } = architecture;
  const logits = D === 0 ? heads : columns(heads, V + D, 0, V);
  return {
    logProbs: logSoftmax(logits, V),
    feel: D === 0 ? new Float32Array() : columns(heads, V + D, V, D),
  };
}

/** Some columns of `rows` [N, width]. */
function columns(rows: Float32Array, width: number, from: number, count: number): Float32Array {
  const N = rows.length / width;
  const picked = new Float32Array(N * count);
  for (let n = 0; n < N; n++)
    picked.set(rows.subarray(n * width + from, n * width + from + count), n * count);
  return picked;
}
