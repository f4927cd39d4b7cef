import type { StepArchitecture } from './architecture.js';
import type { Graph, Tensor } from './graph.js';
import type { Network } from './network.js';
import type { RecurrentLayers } from './onnx-recurrent.js';
import { paramTable, paramViews } from './params.js';

/** The deep LSTM, for prediction. */
export function stepNetwork(
  graph: Graph,
  architecture: StepArchitecture,
  flat: Float32Array,
  recurrentLayers: RecurrentLayers,
): Network {
  const { vocabulary: V, hidden: H, layers, feel: D } = architecture;
  const views = paramViews(architecture, flat);
  const shapes = new Map(paramTable(architecture).map((param) => [param.name, param.shape]));
  const param = (name: string): Tensor => graph.weights(name, views.get(name)!, shapes.get(name)!);
  return {
    embed(tokens, features) {
      const embedded = graph.op('Gather', [param('embedding'), tokens], { axis: 0 });
      return features === undefined ? embedded : graph.concat([embedded, features], 2);
    },
    recur(x, before, told) {
      let y = x;
      const after: Tensor[] = [];
      for (let layer = 0; layer < layers; layer++) {
        const view = (name: string): Float32Array => views.get(`l${layer}.${name}`)!;
        const cell = {
          type: 'lstm',
          units: H,
          gates: 'sigmoid',
          resetAfter: false,
          wIh: layer === 0 ? widened(view('w_ih'), 4 * H, told?.width) : view('w_ih'),
          wHh: view('w_hh'),
          bIh: view('b_ih'),
          bHh: view('b_hh'),
        } as const;
        const states = before.slice(2 * layer, 2 * layer + 2);
        const spread = layer === 0 ? told?.spread : undefined;
        const result = recurrentLayers(graph, `l${layer}`, cell, y, states, spread);
        y = result.y;
        after.push(...result.states);
      }
      return { y: after[2 * layers - 2], after };
    },
    heads(y) {
      const joined = (one: string, other: string): Float32Array => {
        const first = views.get(one)!;
        if (D === 0) return first;
        const second = views.get(other)!;
        const both = new Float32Array(first.length + second.length);
        both.set(first);
        both.set(second, first.length);
        return both;
      };
      return graph.linear(
        graph.reshape(y, [-1, H]),
        graph.weights('heads.w', joined('head.w', 'feel.in.w'), [V + D, H]),
        graph.weights('heads.b', joined('head.b', 'feel.in.b'), [V + D]),
      );
    },
  };
}

/** `rows` of some numbers each, with zeros after them where they are to be of a greater `width`. */
function widened(numbers: Float32Array, rows: number, width = numbers.length / rows): Float32Array {
  const size = numbers.length / rows;
  const wide = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++)
    wide.set(numbers.subarray(row * size, (row + 1) * size), row * width);
  return wide;
}
