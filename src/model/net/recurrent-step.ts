import type { Graph, Tensor } from './graph.js';
import type { Cell, RecurrentResult } from './onnx-recurrent.js';
import { gateCounts } from './params.js';

/**
 * One step of a recurrent layer as products and sums: x [W, N, X] and `states` [W, N, H] to states of the same shape. W may
 * be 1 in x, whose rows then go to all of W. ONNX's operators for whole layers compute on a few of a GPU's cores alone,
 * and not with every activation.
 */
export function recurrentStep(
  graph: Graph,
  name: string,
  cell: Cell,
  x: Tensor,
  states: readonly Tensor[],
): RecurrentResult {
  const after = steps[cell.type](new CellGraph(graph, name, cell), x, states);
  return { y: after[0], states: after };
}

const steps: Readonly<
  Record<Cell['type'], (cell: CellGraph, x: Tensor, states: readonly Tensor[]) => Tensor[]>
> = {
  lstm(cell, x, [h, c]) {
    const { graph, H } = cell;
    const gates = [0, 1, 3, 2]; // i, f, o, g: those with a sigmoid are side by side
    const z = graph.add(cell.ofInput(gates, x), cell.ofState(gates, h));
    const [zGates, zCandidate] = graph.split(z, [3 * H, H], 2);
    const [input, forget, output] = graph.split(cell.squash(zGates), [H, H, H], 2);
    const gained = graph.mul(input, graph.op('Tanh', [zCandidate]));
    const after = graph.add(graph.mul(forget, c), gained);
    return [graph.mul(output, graph.op('Tanh', [after])), after];
  },

  gru(cell, x, [h]) {
    const { graph, H } = cell;
    const gates = graph.add(cell.ofInput([0, 1], x), cell.ofState([0, 1], h));
    const [update, reset] = graph.split(cell.squash(gates), [H, H], 2);
    const recurs = cell.of.resetAfter
      ? graph.mul(reset, cell.ofState([2], h))
      : cell.ofState([2], graph.mul(reset, h));
    const candidate = graph.op('Tanh', [graph.add(cell.ofInput([2], x), recurs)]);
    // (1 - update) candidate + update h
    return [graph.add(candidate, graph.mul(update, graph.sub(h, candidate)))];
  },

  rnn(cell, x, [h]) {
    const { graph } = cell;
    return [graph.op('Tanh', [graph.add(cell.ofInput([0], x), cell.ofState([0], h))])];
  },
};

/** What the steps of all cells are made of; `gates` are places in the order of params.ts. */
class CellGraph {
  readonly H: number;

  constructor(
    readonly graph: Graph,
    private readonly name: string,
    readonly of: Cell,
  ) {
    this.H = of.units;
  }

  squash(z: Tensor): Tensor {
    return this.graph.op(this.of.gates === 'hard' ? 'HardSigmoid' : 'Sigmoid', [z]);
  }

  /** x [W, N, X] to [W, N, gates * H], and all biases that are only ever added. */
  ofInput(gates: readonly number[], x: Tensor): Tensor {
    const bias = (gate: number, at: number): number =>
      this.of.bIh[at] + (this.addsApart(gate) ? 0 : this.of.bHh[at]);
    return this.affine('ih', this.of.wIh, bias, gates, x);
  }

  /** h [W, N, H] to the same. */
  ofState(gates: readonly number[], h: Tensor): Tensor {
    const bias = (gate: number, at: number): number => (this.addsApart(gate) ? this.of.bHh[at] : 0);
    return this.affine('hh', this.of.wHh, bias, gates, h);
  }

  /** A gate that is to act on the bias of the state as well. */
  private addsApart(gate: number): boolean {
    return this.of.type === 'gru' && this.of.resetAfter && gate === 2;
  }

  private affine(
    kind: string,
    packed: Float32Array,
    biasOf: (gate: number, at: number) => number,
    gates: readonly number[],
    input: Tensor,
  ): Tensor {
    const { graph, H } = this;
    const X = packed.length / (gateCounts[this.of.type] * H);
    const columns = gates.length * H;
    const w = new Float32Array(X * columns);
    const b = new Float32Array(columns);
    gates.forEach((gate, place) => {
      for (let unit = 0; unit < H; unit++) {
        const from = gate * H + unit;
        const column = place * H + unit;
        b[column] = biasOf(gate, from);
        for (let row = 0; row < X; row++) w[row * columns + column] = packed[from * X + row];
      }
    });
    const name = `${this.name}.${kind}.${gates.join('')}`;
    const product = graph.matMul(input, graph.weights(`${name}.w`, w, [X, columns]));
    if (b.every((value) => value === 0)) return product;
    return graph.add(product, graph.weights(`${name}.b`, b, [columns]));
  }
}
