import {
  encodeModel,
  type Attribute,
  type Constant,
  type Node,
  type TensorType,
  type Value,
} from './onnx.js';

/** The name of a tensor in a graph under construction. */
export type Tensor = string & { readonly tensor: unique symbol };

/** Collects ONNX nodes. Each method adds one operator and gives its result; names are made up, in order. */
export class Graph {
  private readonly nodes: Node[] = [];
  private readonly constants = new Map<string, Constant>();
  private readonly inputs: Value[] = [];
  private readonly outputs: Value[] = [];
  private count = 0;

  input(name: string, type: TensorType['type'], dims: TensorType['dims']): Tensor {
    this.inputs.push({ name, type, dims });
    return name as Tensor;
  }

  /** Gives `tensor` to the outside under `name`. */
  output(name: string, tensor: Tensor, type: TensorType['type'], dims: TensorType['dims']): void {
    this.nodes.push({ op: 'Identity', inputs: [tensor], outputs: [name], attributes: {} });
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

  /** a [M, K] by the transpose of b [N, K], plus bias [N] or [M, N]. */
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
    return parts.length === 1 ? parts[0] : this.op('Concat', parts, { axis });
  }

  /** Cuts `a` along `axis` into pieces of the given sizes. */
  split(a: Tensor, sizes: readonly number[], axis: number): Tensor[] {
    return sizes.length === 1
      ? [a]
      : this.ops('Split', [a, this.ints(sizes)], sizes.length, { axis });
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

  encode(): Uint8Array<ArrayBuffer> {
    return encodeModel({
      nodes: this.nodes,
      constants: [...this.constants.values()],
      inputs: this.inputs,
      outputs: this.outputs,
    });
  }

  private constant(name: string, data: Constant['data'], dims: readonly number[]): Tensor {
    if (!this.constants.has(name)) this.constants.set(name, { name, data, dims });
    return name as Tensor;
  }
}
