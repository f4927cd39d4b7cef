import { featureWidth, type Architecture } from './architecture.js';
import { Graph, type Tensor } from './graph.js';
import { tokenHead } from './heads.js';
import { paramTable, paramViews } from './params.js';

/**
 * Prediction as one graph, for priming a window and for single steps alike, T and B being free.
 *
 * in: `tokens` [T, B] int32; `features` [T, B, F]; `h`, `c` [layers, B, H] states before.
 * out: `log_probs` [B, V] and `feel` [B, D] after the last input; `h_next`, `c_next` [layers, B, H].
 */
export function predictGraph(
  architecture: Architecture,
  flat: Float32Array,
): Uint8Array<ArrayBuffer> {
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
    const weight = (name: string): Tensor => lstmWeight(graph, views, shapes, layer, name, H);
    const bias = lstmBias(graph, views, layer, H);
    const outputs = graph.ops(
      'LSTM',
      [x, weight('w_ih'), weight('w_hh'), bias, '' as Tensor, hs[layer], cs[layer]],
      3,
      { hidden_size: H },
    );
    x = graph.op('Squeeze', [outputs[0], graph.ints([1])]);
    last.h.push(outputs[1]);
    last.c.push(outputs[2]);
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

/** ONNX packs gates i, o, f, c; the parameters here i, f, g (its c), o. */
const onnxGates = [0, 3, 1, 2] as const;

function lstmWeight(
  graph: Graph,
  views: ReadonlyMap<string, Float32Array>,
  shapes: ReadonlyMap<string, readonly number[]>,
  layer: number,
  name: string,
  H: number,
): Tensor {
  const [rows, columns] = shapes.get(`l${layer}.${name}`) as [number, number];
  const data = regate(views.get(`l${layer}.${name}`)!, H * columns);
  return graph.weights(`l${layer}.${name}`, data, [1, rows, columns]);
}

function lstmBias(
  graph: Graph,
  views: ReadonlyMap<string, Float32Array>,
  layer: number,
  H: number,
): Tensor {
  const data = new Float32Array(8 * H);
  data.set(regate(views.get(`l${layer}.b_ih`)!, H), 0);
  data.set(regate(views.get(`l${layer}.b_hh`)!, H), 4 * H);
  return graph.weights(`l${layer}.b`, data, [1, 8 * H]);
}

function regate(packed: Float32Array, gateSize: number): Float32Array {
  const data = new Float32Array(packed.length);
  onnxGates.forEach((gate, at) => {
    data.set(packed.subarray(gate * gateSize, (gate + 1) * gateSize), at * gateSize);
  });
  return data;
}
