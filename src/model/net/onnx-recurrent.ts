import type { Graph, Tensor } from './graph.js';
import type { GateSigmoid } from './stack.js';

/** What a recurrent layer of H units is made of, as params.ts packs it. X numbers come in, G is H for each gate. */
export interface Cell {
  readonly type: 'lstm' | 'gru' | 'rnn';
  readonly units: number;
  readonly gates: GateSigmoid;
  /** GRU alone. */
  readonly resetAfter: boolean;
  /** [G, X], [G, H], [G], [G] */
  readonly wIh: Float32Array;
  readonly wHh: Float32Array;
  readonly bIh: Float32Array;
  readonly bHh: Float32Array;
}

export interface RecurrentResult {
  /** [T, B, H]; of one step [B, H]. */
  readonly y: Tensor;
  /** The states after the last step, B times H numbers each, in the order that they were given. */
  readonly states: readonly Tensor[];
}

const operators = { lstm: 'LSTM', gru: 'GRU', rnn: 'RNN' } as const;

/** Gives each of B windows its row of what was computed once for several: to [B, G], of fewer rows. */
export type Spread = (sum: Tensor) => Tensor;

/** How recurrent layers are put into a graph: over any number of steps, or one. */
export type RecurrentLayers = (
  graph: Graph,
  name: string,
  cell: Cell,
  x: Tensor,
  states: readonly Tensor[],
  spread?: Spread,
) => RecurrentResult;

/** For each gate of ONNX, its place in params.ts: ONNX has i, o, f, c where the parameters have i, f, g, o. GRU: z, r, n in both. */
export const onnxGates = { lstm: [0, 3, 1, 2], gru: [0, 1, 2], rnn: [0] } as const;

/** A recurrent layer over x [T, B, X] from `states` [1, B, H]: h, and c for an LSTM. Constants are named after `name`. */
export function recurrentLayer(
  graph: Graph,
  name: string,
  cell: Cell,
  x: Tensor,
  states: readonly Tensor[],
): RecurrentResult {
  const { type, units: H } = cell;
  const order = onnxGates[type];
  const G = order.length * H;
  const regate = (packed: Float32Array): Float32Array => {
    const size = packed.length / order.length;
    const data = new Float32Array(packed.length);
    order.forEach((gate, at) =>
      data.set(packed.subarray(gate * size, (gate + 1) * size), at * size),
    );
    return data;
  };
  const bias = new Float32Array(2 * G);
  bias.set(regate(cell.bIh), 0);
  bias.set(regate(cell.bHh), G);
  const outputs = graph.ops(
    operators[type],
    [
      x,
      graph.weights(`${name}.w_ih`, regate(cell.wIh), [1, G, cell.wIh.length / G]),
      graph.weights(`${name}.w_hh`, regate(cell.wHh), [1, G, H]),
      graph.weights(`${name}.b`, bias, [1, 2 * G]),
      '' as Tensor, // every sequence is as long as the batch
      ...states,
    ],
    1 + states.length,
    {
      hidden_size: H,
      ...(type === 'gru' ? { linear_before_reset: cell.resetAfter ? 1 : 0 } : {}),
      // HardSigmoid's own defaults are Keras's: 0.2 and 0.5.
      ...(cell.gates === 'hard' ? { activations: hardActivations(type) } : {}),
    },
  );
  return { y: graph.op('Squeeze', [outputs[0], graph.ints([1])]), states: outputs.slice(1) };
}

function hardActivations(type: Cell['type']): readonly string[] {
  return type === 'lstm' ? ['HardSigmoid', 'Tanh', 'Tanh'] : ['HardSigmoid', 'Tanh'];
}
