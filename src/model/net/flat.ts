import type { Architecture } from './architecture.js';
import type { Graph, Tensor } from './graph.js';
import { paramSize, paramTable } from './params.js';

/** All parameters of a network, by name, out of the one flat array [P] that holds them. */
export function unflatten(
  graph: Graph,
  architecture: Architecture,
  flat: Tensor,
): Map<string, Tensor> {
  const table = paramTable(architecture);
  const parts = graph.split(flat, table.map(paramSize), 0);
  return new Map(table.map((param, at) => [param.name, graph.reshape(parts[at], param.shape)]));
}

/** The inverse: [P], in table order; zeros for what is not there. */
export function flatten(
  graph: Graph,
  architecture: Architecture,
  byName: ReadonlyMap<string, Tensor>,
): Tensor {
  const parts = paramTable(architecture).map((param) => {
    const tensor = byName.get(param.name);
    return tensor === undefined
      ? graph.weights(`no.${param.name}`, new Float32Array(paramSize(param)), [paramSize(param)])
      : graph.reshape(tensor, [-1]);
  });
  return graph.concat(parts, 0);
}
