import {
  encodeModel,
  type Attribute,
  type Constant,
  type Model,
  type Node,
  type TensorType,
  type Value,
} from './onnx.js';
import { anyCpu, type Hardware } from './hardware.js';

/** The name of a tensor in a graph under construction. */
export type Tensor = string & { readonly tensor: unique symbol };

/** Collects ONNX nodes. Each method adds one operator and gives its result; names are made up, in order. */
export class Graph {
  private readonly nodes: Node[] = [];
  private readonly constants = new Map<string, Constant>();
  private readonly inputs: Value[] = [];
  private readonly outputs: Value[] = [];
  private readonly outside = new Map<string, string>();
  private count = 0;

  constructor(readonly hardware: Hardware = anyCpu) {}

  input(name: string, type: TensorType['type'], dims: TensorType['dims']): Tensor {
    this.inputs.push({ name, type, dims });
    return name as Tensor;
  }

  /** Gives `tensor`, the result of an operator, to the outside under `name`: one name each. */
  output(name: string, tensor: Tensor, type: TensorType['type'], dims: TensorType['dims']): void {
    this.outside.set(tensor, name);
    this.outputs.push({ name, type, dims });
  }

  weights(name: string, data: Float32Array, dims: readonly number[]): Tensor {
    this.constants.set(name, { name, data, dims });
    return name as Tensor;
  }

  /** A small float constant; equal ones are stored once. */
  scalar(value: number): Tensor {
    return this.constant(`f${value}`, new Float32Array([value]), []);
  }

  ints(values: readonly number[]): Tensor {
    return this.constant(`i${values.join('_')}`, BigInt64Array.from(values, BigInt), [
      values.length,
    ]);
  }

  /** 0, 1, ... size - 1, as the int32 that tokens are. */
  range(size: number): Tensor {
    return this.constant(
      `range${size}`,
      Int32Array.from({ length: size }, (_, at) => at),
      [size],
    );
  }

  op(op: string, inputs: readonly Tensor[], attributes: Record<string, Attribute> = {}): Tensor {
    return this.ops(op, inputs, 1, attributes)[0];
  }

  ops(
    op: string,
    inputs: readonly Tensor[],
    results: number,
    attributes: Record<string, Attribute> = {},
  ): Tensor[] {
    const outputs = Array.from({ length: results }, () => `t${this.count++}` as Tensor);
    this.nodes.push({ op, inputs, outputs, attributes });
    return outputs;
  }

  add(a: Tensor, b: Tensor): Tensor {
    return this.op('Add', [a, b]);
  }

  sub(a: Tensor, b: Tensor): Tensor {
    return this.op('Sub', [a, b]);
  }

  mul(a: Tensor, b: Tensor): Tensor {
    return this.op('Mul', [a, b]);
  }

  div(a: Tensor, b: Tensor): Tensor {
    return this.op('Div', [a, b]);
  }

  matMul(a: Tensor, b: Tensor): Tensor {
    return this.op('MatMul', [a, b]);
  }

  /** a [M, K] by the transpose of b [N, K], plus bias [N], [1, N] or [M, N]. */
  linear(a: Tensor, b: Tensor, bias: Tensor): Tensor {
    return this.op('Gemm', [a, b, bias], { transB: 1 });
  }

  /** The transpose of a [K, M] by b [K, N]: what a weight's gradient is made of. */
  outer(a: Tensor, b: Tensor): Tensor {
    return this.op('Gemm', [a, b], { transA: 1 });
  }

  reshape(a: Tensor, dims: readonly number[]): Tensor {
    return this.op('Reshape', [a, this.ints(dims)]);
  }

  concat(parts: readonly Tensor[], axis: number): Tensor {
    if (parts.length === 1) return parts[0];
    if (parts.length <= this.hardware.widest) return this.op('Concat', parts, { axis });
    const groups = groupsOf(parts, this.hardware.widest);
    return this.concat(
      groups.map((group) => this.concat(group, axis)),
      axis,
    );
  }

  /** Cuts `a` along `axis` into pieces of the given sizes. */
  split(a: Tensor, sizes: readonly number[], axis: number): Tensor[] {
    if (sizes.length === 1) return [a];
    if (sizes.length <= this.hardware.widest)
      return this.ops('Split', [a, this.ints(sizes)], sizes.length, { axis });
    const groups = groupsOf(sizes, this.hardware.widest);
    const wholes = groups.map((group) => group.reduce((total, size) => total + size, 0));
    return this.split(a, wholes, axis).flatMap((whole, at) => this.split(whole, groups[at], axis));
  }

  sumRows(a: Tensor): Tensor {
    return this.op('ReduceSum', [a, this.ints([0])], { keepdims: 0 });
  }

  sum(a: Tensor): Tensor {
    return this.op('ReduceSum', [a], { keepdims: 0 });
  }

  /** [M] int32 to [M, size] float32 of zeros and ones; a negative index gives a row of zeros. */
  oneHot(a: Tensor, size: number): Tensor {
    const column = this.op('Unsqueeze', [a, this.ints([1])]);
    return this.op('Cast', [this.op('Equal', [column, this.range(size)])], { to: 1 });
  }

  /** What goes in and comes out. */
  get ends(): { readonly inputs: readonly Value[]; readonly outputs: readonly Value[] } {
    return { inputs: this.inputs, outputs: this.outputs };
  }

  encode(): Uint8Array<ArrayBuffer> {
    return encodeModel(this.model);
  }

  get model(): Model {
    const named = (tensors: readonly string[]): string[] =>
      tensors.map((tensor) => this.outside.get(tensor) ?? tensor);
    const taken = new Set([...this.outside.keys(), ...this.nodes.flatMap(({ inputs }) => inputs)]);
    const wanted = ({ op, outputs }: Node): readonly string[] =>
      mayLeaveOut.has(op) ? outputs.map((name) => (taken.has(name) ? name : '')) : outputs;
    return {
      nodes: this.nodes.map((node) => ({
        ...node,
        inputs: named(node.inputs),
        outputs: named(wanted(node)),
      })),
      constants: [...this.constants.values()],
      inputs: this.inputs,
      outputs: this.outputs,
    };
  }

  private constant(name: string, data: Constant['data'], dims: readonly number[]): Tensor {
    if (!this.constants.has(name)) this.constants.set(name, { name, data, dims });
    return name as Tensor;
  }
}

/** Operators that do not compute results without a name: those that nobody takes are given none. */
const mayLeaveOut: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'RNN']);

/** As few groups of neighbours as there can be, all but the last of `size`. */
export function groupsOf<T>(all: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let at = 0; at < all.length; at += size) groups.push(all.slice(at, at + size));
  return groups;
}
