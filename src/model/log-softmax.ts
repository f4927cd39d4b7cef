/** Log-probabilities [N, V] of `logits` [N, V], in place. Here and not in the graph: not every device can, and what crosses is as small. */
export function logSoftmax(logits: Float32Array, V: number): Float32Array {
  for (let begin = 0; begin < logits.length; begin += V) {
    const row = logits.subarray(begin, begin + V);
    let top = -Infinity;
    for (let v = 0; v < V; v++) top = Math.max(top, row[v]);
    let total = 0;
    for (let v = 0; v < V; v++) total += Math.exp(row[v] - top);
    const shift = top + Math.log(total);
    for (let v = 0; v < V; v++) row[v] -= shift;
  }
  return logits;
}
