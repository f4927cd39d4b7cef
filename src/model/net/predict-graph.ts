import { featureWidth, type Architecture, type StepArchitecture } from './architecture.js';
import { Graph, type Tensor } from './graph.js';
import { tokenHead } from './heads.js';
import { recurrentLayer } from './onnx-recurrent.js';
import { paramTable, paramViews } from './params.js';
import { tutorialGraph } from './tutorial-graph.js';

/**
 * Prediction as one graph, for priming a window and for single steps alike, T and B being free.
 *
 * in: `tokens` [T, B] int32; `features` [T, B, F]; each state of `stateTable` as it was before.
 * out: `log_probs` [B, V] and `feel` [B, D] after the last input; each state as it is then, its name with `_next`.
 */
export function predictGraph(
  architecture: Architecture,
  flat: Float32Array,
): Uint8Array<ArrayBuffer> {
  return architecture.kind === 'step'
    ? stepGraph(architecture, flat)
    : tutorialGraph(architecture, flat);
}

function stepGraph(architecture: StepArchitecture, flat: Float32Array): Uint8Array<ArrayBuffer> {
  const { vocabulary: V, hidden: H, layers, feel: D } = architecture;
  const F = featureWidth(architecture);
  const graph = new Graph();
  const views = paramViews(architecture, flat);
  const shapes = new Map(paramTable(architecture).map((param) => [param.name, param.shape]));
  const param = (name: string): Tensor => graph.weights(name, views.get(name)!, shapes.get(name)!);

  const tokens = graph.input('tokens', 'int32', ['T', 'B']);
  const embedded = graph.op('Gather', [param('embedding'), tokens], { axis: 0 });
  let x =
    F === 0
      ? embedded
      : graph.concat([embedded, graph.input('features', 'float32', ['T', 'B', F])], 2);
  const states = (name: string): Tensor[] =>
    graph.split(graph.input(name, 'float32', [layers, 'B', H]), Array<number>(layers).fill(1), 0);
  const hs = states('h');
  const cs = states('c');
  const last: { h: Tensor[]; c: Tensor[] } = { h: [], c: [] };
  for (let layer = 0; layer < layers; layer++) {
    const view = (name: string): Float32Array => views.get(`l${layer}.${name}`)!;
    const cell = {
      type: 'lstm',
      units: H,
      gates: 'sigmoid',
      resetAfter: false,
      wIh: view('w_ih'),
      wHh: view('w_hh'),
      bIh: view('b_ih'),
      bHh: view('b_hh'),
    } as const;
    const result = recurrentLayer(graph, `l${layer}`, cell, x, [hs[layer], cs[layer]]);
    x = result.y;
    last.h.push(result.states[0]);
    last.c.push(result.states[1]);
  }
  const y = graph.op('Squeeze', [last.h[layers - 1], graph.ints([0])]);
  graph.output('log_probs', tokenHead(graph, y, param('head.w'), param('head.b')), 'float32', [
    'B',
    V,
  ]);
  if (D > 0) {
    graph.output('feel', graph.linear(y, param('feel.in.w'), param('feel.in.b')), 'float32', [
      'B',
      D,
    ]);
  }
  graph.output('h_next', graph.concat(last.h, 0), 'float32', [layers, 'B', H]);
  graph.output('c_next', graph.concat(last.c, 0), 'float32', [layers, 'B', H]);
  return graph.encode();
}
