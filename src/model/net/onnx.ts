/** Writes ONNX models: protocol buffers (wire format, proto3) with the field numbers of onnx.proto3, IR version 10. */

export type Attribute = number | string | readonly number[] | readonly string[] | Model;

export interface TensorType {
  readonly type: 'float32' | 'int32' | 'int64';
  /** A name stands for a dimension that is known only when the graph runs. */
  readonly dims: readonly (number | string)[];
}

/** Dimensions of what may have any shape. */
export const anyShape: TensorType['dims'] = ['any'];

export interface Value extends TensorType {
  readonly name: string;
}

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Constant {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array | Int32Array | BigInt64Array;
}

/** A graph: a whole model's, or what an operator such as Scan runs. */
export interface Model {
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

/** Operator set of every graph here: the newest whose LSTM, Gemm and Split all run on each provider in use. */
export const opset = 17;

const elementType = { float32: 1, int32: 6, int64: 7 } as const;
const attributeType = { int: 2, float: 1, string: 3, graph: 5, ints: 7, strings: 8 } as const;

export function encodeModel(model: Model): Uint8Array<ArrayBuffer> {
  const whole = join([
    integer(1, 10),
    bytes(2, ascii('ghostnote')),
    message(8, [bytes(1, new Uint8Array()), integer(2, opset)]),
    message(7, graphFields(model)),
  ]);
  const encoded = new Uint8Array(whole.length);
  write(whole, encoded, 0);
  return encoded;
}

/** Bytes, or bytes one after the other. Weights are in messages in messages, and are copied once, at the end. */
type Bytes = Uint8Array | { readonly length: number; readonly parts: readonly Bytes[] };

function graphFields(model: Model): Bytes[] {
  return [
    ...model.nodes.map((node) => message(1, nodeFields(node))),
    bytes(2, ascii('ghostnote')),
    ...model.constants.map((constant) => message(5, tensorFields(constant))),
    ...model.inputs.map((value) => message(11, valueFields(value))),
    ...model.outputs.map((value) => message(12, valueFields(value))),
  ];
}

function nodeFields(node: Node): Bytes[] {
  return [
    ...node.inputs.map((name) => bytes(1, ascii(name))),
    ...node.outputs.map((name) => bytes(2, ascii(name))),
    bytes(4, ascii(node.op)),
    ...Object.entries(node.attributes).map(([name, value]) =>
      message(5, [bytes(1, ascii(name)), ...attributeFields(value)]),
    ),
  ];
}

/** A whole number is written as INT: attributes that ONNX types as FLOAT are given as strings of digits by none here. */
function attributeFields(value: Attribute): Bytes[] {
  if (typeof value === 'string') return [bytes(4, ascii(value)), integer(20, attributeType.string)];
  if (typeof value === 'object' && 'nodes' in value)
    return [message(6, graphFields(value)), integer(20, attributeType.graph)];
  if (typeof value !== 'number') {
    return value.every((item) => typeof item === 'number')
      ? [...value.map((item) => integer(8, item)), integer(20, attributeType.ints)]
      : [...value.map((item) => bytes(9, ascii(item))), integer(20, attributeType.strings)];
  }
  return Number.isInteger(value)
    ? [integer(3, value), integer(20, attributeType.int)]
    : [float(2, value), integer(20, attributeType.float)];
}

function tensorFields({ name, dims, data }: Constant): Bytes[] {
  const type =
    data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'int64';
  return [
    ...dims.map((size) => integer(1, size)),
    integer(2, elementType[type]),
    bytes(8, ascii(name)),
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ];
}

function valueFields({ name, type, dims }: Value): Bytes[] {
  const sizes = dims.map((size) =>
    message(1, [typeof size === 'number' ? integer(1, size) : bytes(2, ascii(size))]),
  );
  const shape = dims === anyShape ? [] : [message(2, sizes)];
  return [
    bytes(1, ascii(name)),
    message(2, [message(1, [integer(1, elementType[type]), ...shape])]),
  ];
}

function integer(field: number, value: number): Bytes {
  return join([varint(field << 3), varint(value)]);
}

function float(field: number, value: number): Bytes {
  return join([varint((field << 3) | 5), new Uint8Array(new Float32Array([value]).buffer)]);
}

function bytes(field: number, content: Bytes): Bytes {
  return join([varint((field << 3) | 2), varint(content.length), content]);
}

function message(field: number, fields: readonly Bytes[]): Bytes {
  return bytes(field, join(fields));
}

/** Base 128, low group first; negative numbers as 64-bit two's complement. */
function varint(value: number): Uint8Array {
  const groups: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const group = Number(rest & 127n);
    rest >>= 7n;
    groups.push(rest === 0n ? group : group | 128);
  } while (rest !== 0n);
  return Uint8Array.from(groups);
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function join(parts: readonly Bytes[]): Bytes {
  return { length: parts.reduce((total, part) => total + part.length, 0), parts };
}

/** Gives where it ends. */
function write(bytes: Bytes, into: Uint8Array, at: number): number {
  if (!('parts' in bytes)) {
    into.set(bytes, at);
    return at + bytes.length;
  }
  return bytes.parts.reduce((place, part) => write(part, into, place), at);
}
