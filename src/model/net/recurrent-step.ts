import { CellGraph } from './cell-graph.js';
import type { Tensor } from './graph.js';
import {
  onnxGates,
  type Cell,
  type RecurrentLayers,
  type RecurrentResult,
} from './onnx-recurrent.js';

/**
 * One step of a recurrent layer for B windows, as a GPU computes it best, in few kernels: x [B, X] and `states`, B times H
 * numbers each in any shape. All gates are one product. ONNX's operators for whole layers compute it on a few of a GPU's
 * cores alone, and not with every activation.
 */
export const recurrentStep: RecurrentLayers = (graph, name, cell, x, states, spread) => {
  if (cell.type === 'lstm' && cell.gates === 'sigmoid')
    return unitByUnit(new CellGraph(graph, name, cell, 'by unit', spread), x, states);
  const rows = states.map((state) => graph.reshape(state, [-1, cell.units]));
  return step(new CellGraph(graph, name, cell, 'by gate', spread), x, rows);
};

/**
 * The same as a CPU computes it best, of states [B, H], and x [1, X] where it is the same for all: a product for each gate,
 * so that there is nothing to cut apart.
 */
export const recurrentStepByGate: RecurrentLayers = (graph, name, cell, x, states) =>
  step(new CellGraph(graph, name, cell, 'apart'), x, states);

/**
 * An LSTM whose products are followed by ONNX's operator, which does all the rest in one kernel, beside those that copy the
 * cell state in and, where it is taken, out. To it each unit of each window is a row of a batch: a layer of one unit, given the
 * sums of its gates as they are.
 */
function unitByUnit(cell: CellGraph, x: Tensor, [h, c]: readonly Tensor[]): RecurrentResult {
  const { graph, of } = cell;
  const sums = cell.sum(onnxGates.lstm, x, graph.reshape(h, [-1, of.units]));
  const gates = onnxGates.lstm.length;
  const asTheyAre = Float32Array.from({ length: gates * gates }, (_, at) =>
    at % (gates + 1) === 0 ? 1 : 0,
  );
  const none = '' as Tensor;
  const [hAfter, , cAfter] = graph.ops(
    'LSTM',
    [
      graph.reshape(sums, [1, -1, gates]),
      graph.weights('unit.w', asTheyAre, [1, gates, gates]),
      graph.weights('unit.r', new Float32Array(gates), [1, gates, 1]),
      none, // biases
      none, // lengths of sequences
      none, // h
      graph.reshape(c, [1, -1, 1]),
    ],
    3,
    { hidden_size: 1 },
  );
  return { y: graph.reshape(hAfter, [-1, of.units]), states: [hAfter, cAfter] };
}

function step(cell: CellGraph, x: Tensor, states: readonly Tensor[]): RecurrentResult {
  const after = steps[cell.of.type](cell, x, states);
  return { y: after[0], states: after };
}

const steps: Readonly<
  Record<Cell['type'], (cell: CellGraph, x: Tensor, states: readonly Tensor[]) => Tensor[]>
> = {
  lstm(cell, x, [h, c]) {
    const { graph } = cell;
    // Its places: i, f, g, o.
    const [input, forget, output, candidate] = cell.sums([0, 1, 3], [2], x, h);
    const gained = graph.mul(input, graph.op('Tanh', [candidate]));
    const after = graph.add(graph.mul(forget, c), gained);
    return [graph.mul(output, graph.op('Tanh', [after])), after];
  },

  gru(cell, x, [h]) {
    const { graph } = cell;
    const [update, reset] = cell.sums([0, 1], [], x, h);
    const fromInput = cell.ofInput([2], x);
    const sum = cell.of.resetAfter
      ? graph.add(fromInput, graph.mul(reset, cell.ofState([2], h)))
      : cell.ofState([2], graph.mul(reset, h), fromInput);
    const candidate = graph.op('Tanh', [sum]);
    // (1 - update) candidate + update h
    return [graph.add(candidate, graph.mul(update, graph.sub(h, candidate)))];
  },

  rnn(cell, x, [h]) {
    return [cell.graph.op('Tanh', [cell.sum([0], x, h)])];
  },
};
