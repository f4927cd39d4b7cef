import { Graph, type Tensor } from './graph.js';
import type { Model, Value } from './onnx.js';

/** Of a graph that `repeated` gives: how many runs there are, which is free. */
const K = 'K';

/**
 * K runs of `step`, one after the other, as one graph, by ONNX's Scan. What it takes by one of the names `states`, and gives
 * by that name with `_next`, goes from each run to the next one; of all else that it takes and gives there is one for each
 * run: [K, ...] in place of [...].
 */
export function repeated(step: Graph, states: readonly string[]): Graph {
  const { model } = step;
  const next = states.map((state) => `${state}_next`);
  const inputs = inOrder(model.inputs, states);
  const outputs = inOrder(model.outputs, next);
  const graph = new Graph(step.hardware);
  const taken = inputs.map(({ name, type, dims }, at) =>
    graph.input(name, type, at < states.length ? dims : [K, ...dims]),
  );
  const body = renamed({ ...model, inputs, outputs }, (name) => `each.${name}`);
  const given: readonly Tensor[] = graph.ops('Scan', taken, outputs.length, {
    body,
    num_scan_inputs: inputs.length - states.length,
  });
  outputs.forEach(({ name, type, dims }, at) =>
    graph.output(name, given[at], type, at < states.length ? dims : [K, ...dims]),
  );
  return graph;
}

/** Those named first, in that order, then the others. */
function inOrder(values: readonly Value[], first: readonly string[]): Value[] {
  const named = first.map((name) => values.find((value) => value.name === name)!);
  return [...named, ...values.filter((value) => !named.includes(value))];
}

/** With other names throughout: those in a body may not be those of the graph around it. */
function renamed(model: Model, nameOf: (name: string) => string): Model {
  // An operator's input that is left out has no name.
  const named = (names: readonly string[]): string[] =>
    names.map((name) => (name === '' ? '' : nameOf(name)));
  const each = <T extends { readonly name: string }>(all: readonly T[]): T[] =>
    all.map((one) => ({ ...one, name: nameOf(one.name) }));
  return {
    nodes: model.nodes.map((node) => ({
      ...node,
      inputs: named(node.inputs),
      outputs: named(node.outputs),
    })),
    constants: each(model.constants),
    inputs: each(model.inputs),
    outputs: each(model.outputs),
  };
}
