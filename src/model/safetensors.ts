import { Fault } from './fault.js';

/**
 * The safetensors format (huggingface/safetensors, "Format"): 8 bytes of header length, little-endian,
 * a JSON header of {name: {dtype, shape, data_offsets}}, then the numbers. Only F32 is used here.
 */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const hint = 'train or download the model again';
const metadataName = '__metadata__';
/** The format's own limit on its header. */
const longestHeader = 100_000_000;

/** `metadata` is what the format leaves to whoever writes a file. */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  let end = 0;
  const header: Record<string, unknown> =
    Object.keys(metadata).length === 0 ? {} : { [metadataName]: metadata };
  for (const { name, shape, data } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const json = JSON.stringify(header).replace(/[^\x20-\x7e]/g, escaped);
  const padded = json.padEnd(Math.ceil(json.length / 8) * 8);
  const bytes = new Uint8Array(8 + padded.length + end);
  new DataView(bytes.buffer).setUint32(0, padded.length, true);
  for (let at = 0; at < padded.length; at++) bytes[8 + at] = padded.charCodeAt(at);
  let at = 8 + padded.length;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** @throws Fault MODEL_BROKEN with the offset, if any tensor is missing, misplaced, of another shape or not finite. */
export function decodeSafetensors(
  bytes: Uint8Array,
  wanted: readonly { name: string; shape: readonly number[] }[],
): Float32Array[] {
  const { header, begin: data } = readHeader(bytes);
  return wanted.map(({ name, shape }) => {
    const entry = header[name];
    if (!isEntry(entry)) throw broken(`has no tensor ${name}`, 8);
    const size = shape.reduce((product, dim) => product * dim, 1);
    const [begin, end] = entry.data_offsets;
    const from = data + begin;
    if (entry.dtype !== 'F32' || entry.shape.join() !== shape.join()) {
      const found = `${entry.dtype} [${entry.shape.join(', ')}]`;
      throw broken(`tensor ${name} is ${found}, and the model needs F32 [${shape.join(', ')}]`, 8);
    }
    if (begin < 0 || end - begin !== 4 * size || from + 4 * size > bytes.length) {
      throw broken(
        `tensor ${name} reaches past the end of the file`,
        Math.min(Math.max(from, 0), bytes.length),
      );
    }
    const values = new Float32Array(new Uint8Array(bytes.subarray(from, from + 4 * size)).buffer);
    const odd = firstOdd(values);
    if (odd >= 0) throw broken(`tensor ${name} holds ${values[odd]}`, from + 4 * odd);
    return values;
  });
}

/** Where the first is that is not finite; -1 for none. A loop: a call for each of a million took some 20 ms of each start. */
function firstOdd(values: Float32Array): number {
  for (let at = 0; at < values.length; at++) if (!Number.isFinite(values[at])) return at;
  return -1;
}

/** What `encodeSafetensors` was given to go with the tensors. @throws Fault MODEL_BROKEN */
export function safetensorsMetadata(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const metadata = readHeader(bytes).header[metadataName];
  return typeof metadata === 'object' && metadata !== null
    ? (metadata as Record<string, unknown>)
    : {};
}

/** `begin` is where the numbers do. */
function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; begin: number } {
  if (bytes.length < 8)
    throw broken(`ends after ${bytes.length} bytes, in its header`, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > longestHeader || 8 + length > bytes.length) {
    throw broken(`claims a header of ${length} bytes, and the file has ${bytes.length}`, 0);
  }
  return { header: parseHeader(bytes.subarray(8, 8 + length)), begin: 8 + length };
}

/** As JSON has it in ASCII. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header === 'object' && header !== null) return header as Record<string, unknown>;
  } catch (cause) {
    throw broken('has a header that is not JSON', 8, cause);
  }
  throw broken('has a header that is not an object', 8);
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Partial<Entry>;
  const integers = (list: unknown): boolean =>
    Array.isArray(list) && list.every(Number.isSafeInteger);
  return typeof dtype === 'string' && integers(shape) && integers(offsets) && offsets?.length === 2;
}

function broken(message: string, offset: number, cause?: unknown): Fault {
  return new Fault('MODEL_BROKEN', message, {
    hint,
    offset,
    ...(cause === undefined ? {} : { cause }),
  });
}
