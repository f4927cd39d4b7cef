import osc = require('osc-js');
import type { OscMessage, OscRequest } from '../core/osc-addresses.js';

// osc-js is CommonJS, but its types speak of a default export: what is imported is the class itself.
const { TypedMessage } = osc as unknown as typeof osc.default;

/** A datagram's content: one message, or those of a bundle, nested ones included, in order. */
export interface OscPacket {
  /** Milliseconds since 1970 at which a bundle wants to be done; -Infinity is at once. */
  readonly due: number;
  readonly requests: readonly OscRequest[];
}

export function packOsc({ address, args }: OscMessage): Uint8Array {
  const bytewise = args.map((one) =>
    one.type === 's' ? { ...one, value: asBytes(one.value) } : one,
  );
  return new TypedMessage(address, bytewise as never[]).pack();
}

/** A character for each byte of UTF-8: osc-js reads that, and writes the lowest byte of each character alone. */
function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/**
 * Reads a datagram; any bytes at all give a packet or throw an Error that says what is wrong.
 * Of osc-js only the messages' packing is used: its sockets swallow what handlers throw and take
 * addresses for regular expressions; its bundles ignore the elements' sizes and round time tags to
 * whole seconds.
 */
export function unpackOsc(bytes: Uint8Array): OscPacket {
  const copy = Uint8Array.from(bytes);
  if (copy.length === 0 || copy.length % 4 !== 0) throw new Error('its size is no multiple of 4');
  const requests: OscRequest[] = [];
  collect(copy, requests, 0);
  return { due: isBundle(copy) ? readTimeTag(copy) : -Infinity, requests };
}

const bundleHead = new TextEncoder().encode('#bundle\0');
const deepestBundle = 8;
const bundleHeadBytes = 16;
/** Bytes of a 64-bit argument. */
const longestAtom = 8;

function collect(bytes: Uint8Array, into: OscRequest[], depth: number): void {
  if (!isBundle(bytes)) {
    into.push(unpackMessage(bytes));
    return;
  }
  if (depth === deepestBundle) throw new Error('its bundles are nested too deep');
  if (bytes.length < bundleHeadBytes) throw new Error('its bundle has no time tag');
  for (let at = bundleHeadBytes; at < bytes.length;) {
    const size = view(bytes).getUint32(at);
    const end = at + 4 + size;
    if (size === 0 || size % 4 !== 0 || end > bytes.length) {
      throw new Error(`its bundle has an element of ${size} bytes at byte ${at}`);
    }
    collect(bytes.slice(at + 4, end), into, depth + 1);
    at = end;
  }
}

function isBundle(bytes: Uint8Array): boolean {
  return bundleHead.every((byte, at) => bytes[at] === byte);
}

/** OSC 1.0, "OSC Time Tags": seconds since 1900 and a fraction of 2^32; 1 is "immediately". */
function readTimeTag(bytes: Uint8Array): number {
  const seconds = view(bytes).getUint32(8);
  const fraction = view(bytes).getUint32(12);
  const secondsTo1970 = 2_208_988_800;
  return (seconds - secondsTo1970 + fraction / 2 ** 32) * 1000;
}

function unpackMessage(bytes: Uint8Array): OscRequest {
  // With room to read too far, osc-js says where it ended up in place of a string that was cut.
  const roomy = new Uint8Array(bytes.length + longestAtom);
  roomy.set(bytes);
  const message = new TypedMessage('/', []);
  const end = endOf(() => message.unpack(view(roomy)));
  if (end > bytes.length) throw new Error('it ends within an argument');
  if (!message.types.startsWith(',')) throw new Error('its type tags do not begin with a comma');
  const args: readonly unknown[] = message.args;
  return {
    address: message.address,
    args: args.map((value, at) => plain(value, message.types[at + 1])),
  };
}

/** Where a message ends; what reads farther than there is room for has ended before. */
function endOf(read: () => number): number {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return Infinity;
    throw error;
  }
}

/** A float32 gets back the decimals it was meant with: 0.95, not 0.949999988079071. */
function plain(value: unknown, type: string | undefined): OscRequest['args'][number] {
  if (typeof value === 'number') return type === 'f' ? Number(value.toPrecision(7)) : value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
