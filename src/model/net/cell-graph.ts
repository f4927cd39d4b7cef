import type { Graph, Tensor } from './graph.js';
import type { Cell, Spread } from './onnx-recurrent.js';
import { gateCounts } from './params.js';

/** Whether each gate is a product of its own, or several are one, ordered by gate or by unit. */
export type GateOrder = 'apart' | 'by gate' | 'by unit';

/** What the steps of all cells are made of; `gates` are places in the order of params.ts. */
export class CellGraph {
  constructor(
    readonly graph: Graph,
    private readonly name: string,
    readonly of: Cell,
    private readonly order: GateOrder,
    private readonly spread: Spread = (sum) => sum,
  ) {}

  /** What goes into some gates, after their sigmoid, then what goes into others, as it is: [B, H] each. Not for `by unit`. */
  sums(gates: readonly number[], others: readonly number[], x: Tensor, h: Tensor): Tensor[] {
    if (this.order === 'apart')
      return [
        ...gates.map((gate) => this.squash(this.sum([gate], x, h))),
        ...others.map((gate) => this.sum([gate], x, h)),
      ];
    const { graph } = this;
    const H = this.of.units;
    const groups = [gates, others].filter(({ length }) => length > 0);
    const sizes = groups.map(({ length }) => length * H);
    return graph.split(this.sum(groups.flat(), x, h), sizes, 1).flatMap((whole, at) => {
      const group = groups[at];
      const each = group.map(() => H);
      return graph.split(group === gates ? this.squash(whole) : whole, each, 1);
    });
  }

  /** What goes into some gates, [B, gates * H]. */
  sum(gates: readonly number[], x: Tensor, h: Tensor): Tensor {
    return this.ofState(gates, h, this.ofInput(gates, x));
  }

  /** Of x [B, X] to the same, with all biases that are only ever added. */
  ofInput(gates: readonly number[], x: Tensor): Tensor {
    const { type, resetAfter, wIh, bIh, bHh } = this.of;
    // The candidate's, that the reset gate acts on.
    const keepsApart = type === 'gru' && resetAfter && gates.includes(2);
    const bias = keepsApart ? bIh : bIh.map((b, at) => b + bHh[at]);
    const sum = this.graph.linear(x, this.rows('w_ih', wIh, gates), this.bias('b_ih', bias, gates));
    return this.spread(sum);
  }

  /** Of h [B, H] to the same, with `more`, or with the biases that were not added there. */
  ofState(
    gates: readonly number[],
    h: Tensor,
    more = this.bias('b_hh', this.of.bHh, gates),
  ): Tensor {
    return this.graph.linear(h, this.rows('w_hh', this.of.wHh, gates), more);
  }

  private squash(z: Tensor): Tensor {
    return this.graph.op(this.of.gates === 'hard' ? 'HardSigmoid' : 'Sigmoid', [z]);
  }

  private rows(kind: string, packed: Float32Array, gates: readonly number[]): Tensor {
    const width = packed.length / (gateCounts[this.of.type] * this.of.units);
    const data = this.ordered(packed, gates, width);
    return this.graph.weights(this.nameOf(kind, gates), data, [data.length / width, width]);
  }

  private bias(kind: string, packed: Float32Array, gates: readonly number[]): Tensor {
    const data = this.ordered(packed, gates, 1);
    return this.graph.weights(this.nameOf(kind, gates), data, [data.length]);
  }

  private nameOf(kind: string, gates: readonly number[]): string {
    return `${this.name}.${kind}.${gates.join('')}`;
  }

  /** Those of some gates, `width` numbers for each of their units. */
  private ordered(packed: Float32Array, gates: readonly number[], width: number): Float32Array {
    const H = this.of.units;
    const data = new Float32Array(gates.length * H * width);
    // So many rows that stay together.
    const run = this.order === 'by unit' ? 1 : H;
    gates.forEach((gate, place) => {
      for (let unit = 0; unit < H; unit += run) {
        const from = (gate * H + unit) * width;
        const row = unit * gates.length + place * run;
        data.set(packed.subarray(from, from + run * width), row * width);
      }
    });
    return data;
  }
}
