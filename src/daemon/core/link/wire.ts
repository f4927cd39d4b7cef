import { isTempo, type LinkTimeline } from './link-timeline.js';

/**
 * The datagrams of Ableton Link, version 1, as its published source (github.com/Ableton/link) has them: a name and a version,
 * a kind, and entries of a key of four letters, a size and a value. All numbers are big-endian; times are microseconds.
 */

/** Eight bytes as 16 hexadecimal digits. Who has the lower one is first, as text too. A session has that of who founded it. */
export type NodeId = string;

/** IPv4. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Who plays, since which beat and ghost time; time 0 is never. */
export interface StartStop {
  readonly playing: boolean;
  readonly microBeats: number;
  readonly at: number;
}

/** Told to all every so often, and to each who says so of itself. */
export interface Hello {
  readonly type: 'alive' | 'response';
  /** Forgotten after so many seconds without another. */
  readonly ttl: number;
  readonly node: NodeId;
  readonly session: NodeId;
  readonly timeline: LinkTimeline;
  readonly startStop: StartStop | undefined;
  /** Where it answers pings. */
  readonly endpoint: Endpoint | undefined;
}

export interface Bye {
  readonly type: 'bye';
  readonly node: NodeId;
}

/** Host times are of who pings, ghost times of the session; the ghost time of the pong before goes with the next ping. */
export interface Ping {
  readonly type: 'ping';
  readonly hostTime: number;
  readonly ghostBefore: number | undefined;
}
export interface Pong extends Omit<Ping, 'type'> {
  readonly type: 'pong';
  readonly session: NodeId;
  readonly ghostTime: number;
}

export type LinkMessage = Hello | Bye | Ping | Pong;

const discoveryName = '_asdp_v\x01';
const pingName = '_link_v\x01';
const kinds = ['alive', 'response', 'bye'] as const;
/** Of a datagram that is ours to read. */
const mostBytes = 512;
const nameBytes = 8;
/** Kind, time to live, group of sessions, node. */
const discoveryBytes = nameBytes + 12;
const pingBytes = nameBytes + 1;

/** What is told of itself has the endpoint of the way that it goes out by, `from`. */
export function writeMessage(message: LinkMessage, from?: Endpoint): Uint8Array {
  const writer = new Writer();
  switch (message.type) {
    case 'ping':
    case 'pong':
      writer.text(pingName).u8(message.type === 'ping' ? 1 : 2);
      if (message.type === 'pong') {
        writer.entry('sess', 8).id(message.session);
        writer.entry('__gt', 8).i64(message.ghostTime);
      }
      writer.entry('__ht', 8).i64(message.hostTime);
      if (message.ghostBefore !== undefined) writer.entry('_pgt', 8).i64(message.ghostBefore);
      break;
    case 'alive':
    case 'response':
    case 'bye':
      writer.text(discoveryName).u8(1 + kinds.indexOf(message.type));
      writer.u8(message.type === 'bye' ? 0 : message.ttl).u16(0);
      writer.id(message.node);
      if (message.type !== 'bye') writeState(writer, message, from ?? message.endpoint);
  }
  return writer.bytes;
}

function writeState(
  writer: Writer,
  { timeline, session, startStop }: Hello,
  endpoint: Endpoint | undefined,
): void {
  writer.entry('tmln', 24).i64(timeline.microsPerBeat);
  writer.i64(timeline.microBeatOrigin).i64(timeline.timeOrigin);
  writer.entry('sess', 8).id(session);
  if (startStop !== undefined) {
    writer.entry('stst', 17).u8(Number(startStop.playing));
    writer.i64(startStop.microBeats).i64(startStop.at);
  }
  if (endpoint !== undefined) {
    writer.entry('mep4', 6);
    for (const byte of endpoint.address.split('.')) writer.u8(Number(byte));
    writer.u16(endpoint.port);
  }
}

/** Undefined where it is none, or of another kind than these, or cut short; what a later version adds is left out. */
export function readMessage(bytes: Uint8Array): LinkMessage | undefined {
  if (bytes.length < pingBytes || bytes.length > mostBytes) return undefined;
  const name = String.fromCharCode(...bytes.subarray(0, nameBytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (name === discoveryName) return readDiscovery(view);
  return name === pingName ? readPing(view) : undefined;
}

function readDiscovery(view: DataView): Hello | Bye | undefined {
  if (view.byteLength < discoveryBytes) return undefined;
  const type = kinds[view.getUint8(nameBytes) - 1];
  const ttl = view.getUint8(nameBytes + 1);
  const group = view.getUint16(nameBytes + 2);
  if (type === undefined || group !== 0) return undefined;
  const node = idAt(view, nameBytes + 4);
  if (type === 'bye') return { type, node };
  const entries = entriesOf(view, discoveryBytes);
  const timeline = entries?.get('tmln');
  const session = entries?.get('sess');
  if (timeline?.byteLength !== 24 || session?.byteLength !== 8) return undefined;
  const microsPerBeat = i64At(timeline, 0);
  if (!isTempo(microsPerBeat)) return undefined;
  return {
    ...{ type, ttl, node, session: idAt(session, 0) },
    timeline: {
      microsPerBeat,
      microBeatOrigin: i64At(timeline, 8),
      timeOrigin: i64At(timeline, 16),
    },
    startStop: startStopOf(entries?.get('stst')),
    endpoint: endpointOf(entries?.get('mep4')),
  };
}

function startStopOf(entry: DataView | undefined): StartStop | undefined {
  if (entry?.byteLength !== 17) return undefined;
  return { playing: entry.getUint8(0) !== 0, microBeats: i64At(entry, 1), at: i64At(entry, 9) };
}

function endpointOf(entry: DataView | undefined): Endpoint | undefined {
  if (entry?.byteLength !== 6 || entry.getUint16(4) === 0) return undefined;
  const address = [0, 1, 2, 3].map((at) => entry.getUint8(at)).join('.');
  return { address, port: entry.getUint16(4) };
}

function readPing(view: DataView): Ping | Pong | undefined {
  const kind = view.getUint8(nameBytes);
  const entries = entriesOf(view, pingBytes);
  const time = (key: string): number | undefined => {
    const entry = entries?.get(key);
    return entry?.byteLength === 8 ? i64At(entry, 0) : undefined;
  };
  const [hostTime, ghostBefore, ghostTime] = [time('__ht'), time('_pgt'), time('__gt')];
  if (hostTime === undefined) return undefined;
  if (kind === 1) return { type: 'ping', hostTime, ghostBefore };
  const session = entries?.get('sess');
  if (kind !== 2 || ghostTime === undefined || session?.byteLength !== 8) return undefined;
  return { type: 'pong', session: idAt(session, 0), ghostTime, hostTime, ghostBefore };
}

/** Undefined where one does not end within the datagram. */
function entriesOf(view: DataView, begin: number): ReadonlyMap<string, DataView> | undefined {
  const entries = new Map<string, DataView>();
  let at = begin;
  while (at < view.byteLength) {
    if (at + 8 > view.byteLength) return undefined;
    const key = [0, 1, 2, 3].map((each) => String.fromCharCode(view.getUint8(at + each))).join('');
    const size = view.getUint32(at + 4);
    at += 8;
    if (at + size > view.byteLength) return undefined;
    entries.set(key, new DataView(view.buffer, view.byteOffset + at, size));
    at += size;
  }
  return entries;
}

/** As a double: exact up to 285 years of microseconds. */
function i64At(view: DataView, at: number): number {
  return Number(view.getBigInt64(at));
}

function idAt(view: DataView, at: number): NodeId {
  return view.getBigUint64(at).toString(16).padStart(16, '0');
}

class Writer {
  private readonly view = new DataView(new ArrayBuffer(mostBytes));
  private at = 0;

  get bytes(): Uint8Array {
    return new Uint8Array(this.view.buffer, 0, this.at);
  }

  text(text: string): this {
    for (const letter of text) this.u8(letter.charCodeAt(0));
    return this;
  }

  entry(key: string, size: number): this {
    this.text(key).view.setUint32(this.at, size);
    this.at += 4;
    return this;
  }

  u8(value: number): this {
    this.view.setUint8(this.at, value);
    this.at += 1;
    return this;
  }

  u16(value: number): this {
    this.view.setUint16(this.at, value);
    this.at += 2;
    return this;
  }

  i64(value: number): this {
    this.view.setBigInt64(this.at, BigInt(Math.round(value)));
    this.at += 8;
    return this;
  }

  id(id: NodeId): this {
    this.view.setBigUint64(this.at, BigInt(`0x${id}`));
    this.at += 8;
    return this;
  }
}
