import type { Graph, Tensor } from './graph.js';
import type { Cell, RecurrentLayers, RecurrentResult } from './onnx-recurrent.js';
import { gateCounts } from './params.js';

/**
 * One step of a recurrent layer as products and sums: x [W, N, X] and `states` [W, N, H] to states of the same shape. W may
 * be 1 in x, whose rows then go to all of W. ONNX's operators for whole layers compute on a few of a GPU's cores alone,
 * and not with every activation. All gates are one product here, as a GPU computes it best.
 */
export const recurrentStep: RecurrentLayers = (graph, name, cell, x, states) =>
  step(new CellGraph(graph, name, cell, true), x, states);

/**
 * The same for x [W, X] and `states` [W, H], W being 1 in x where it is the same for all, as a CPU computes it best: a product
 * for each gate, so that there is nothing to cut apart, and sums that begin where another ended.
 */
export const recurrentStepByGate: RecurrentLayers = (graph, name, cell, x, states) =>
  step(new CellGraph(graph, name, cell, false), x, states);

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
    const recurs = cell.of.resetAfter
      ? graph.mul(reset, cell.ofState([2], h))
      : cell.ofState([2], graph.mul(reset, h));
    const candidate = graph.op('Tanh', [graph.add(cell.ofInput([2], x), recurs)]);
    // (1 - update) candidate + update h
    return [graph.add(candidate, graph.mul(update, graph.sub(h, candidate)))];
  },

  rnn(cell, x, [h]) {
    const [sum] = cell.sums([], [0], x, h);
    return [cell.graph.op('Tanh', [sum])];
  },
};

/** What the steps of all cells are made of; `gates` are places in the order of params.ts. */
class CellGraph {
  constructor(
    readonly graph: Graph,
    private readonly name: string,
    readonly of: Cell,
    /** Several gates are one product. */
    private readonly joins: boolean,
  ) {}

  /** What goes into some gates, after their sigmoid, then what goes into others, as it is: [W, N, H] or [W, H] each. */
  sums(gates: readonly number[], others: readonly number[], x: Tensor, h: Tensor): Tensor[] {
    if (!this.joins)
      return [
        ...gates.map((gate) => this.squash(this.sum(gate, x, h))),
        ...others.map((gate) => this.sum(gate, x, h)),
      ];
    const { graph } = this;
    const H = this.of.units;
    const groups = [gates, others].filter(({ length }) => length > 0);
    const all = graph.add(this.ofInput(groups.flat(), x), this.ofState(groups.flat(), h));
    const sizes = groups.map(({ length }) => length * H);
    return graph.split(all, sizes, 2).flatMap((whole, at) => {
      const group = groups[at];
      const each = group.map(() => H);
      return graph.split(group === gates ? this.squash(whole) : whole, each, 2);
    });
  }

  private sum(gate: number, x: Tensor, h: Tensor): Tensor {
    const { graph, name, of } = this;
    const H = of.units;
    const rows = (kind: string, packed: Float32Array): Tensor => {
      const width = packed.length / (gateCounts[of.type] * H);
      const own = packed.subarray(gate * H * width, (gate + 1) * H * width);
      return graph.weights(`${name}.${kind}.${gate}.w`, own, [H, width]);
    };
    const bias = of.bIh.slice(gate * H, (gate + 1) * H).map((b, at) => b + of.bHh[gate * H + at]);
    const input = graph.linear(
      x,
      rows('ih', of.wIh),
      graph.weights(`${name}.${gate}.b`, bias, [H]),
    );
    return graph.linear(h, rows('hh', of.wHh), input);
  }

  private squash(z: Tensor): Tensor {
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
    const { graph } = this;
    const H = this.of.units;
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
