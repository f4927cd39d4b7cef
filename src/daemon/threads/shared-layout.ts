import { bucketCount } from '../core/histogram.js';
import { liveCount } from '../core/live-values.js';
import { commandFields } from './command-record.js';
import { inputFields } from './input-record.js';
import { planFields, requestFields, textFields } from './plan-record.js';
import { Latest } from './latest.js';
import { Ring } from './ring.js';

/** Words of `Shared.words`, each with the thread that writes it. */
export const words = {
  /** Any: changed, then notified, when the clock thread has something to read. */
  clockWake: 0,
  /** Clock and models: the same for main. */
  mainWake: 1,
  /** Main: 1 when all threads are to end. */
  quit: 2,
  /** Main: how often it has asked for silence. */
  silence: 3,
  /** Clock: up to which of those it has ended every note. */
  silenced: 4,
  /** Main: how often MIDI ports came or went. */
  reattach: 5,
  /** Main: how often it has asked whether the others come round. */
  asked: 6,
  /** Clock: the last of those that it has seen. */
  clockAnswer: 7,
} as const;

/** Clock to main: what a pass of its loop took, and when; see `PassEntry` of `core/journal-entry.ts`. */
export const passFields = {
  now: 0,
  since: 1,
  live: 2,
  commands: 3,
  inputs: 4,
  unheard: 5,
  plans: 6,
  morePlans: 7,
} as const;

/** Model to clock: a plan, with the take and the part it is for, and the microseconds it took. */
export const planHead = { take: 0, part: 1, predictMicros: 2, plan: 3 } as const;

/** Model to main: a plan that a part (from 0) intends; `last` of those it intends is 1. */
export const intentHead = { part: 0, last: 1, plan: 2 } as const;

/** Clock to main: what happened, for clients. A tick has its token as text from `text` on. */
export const eventFields = {
  kind: 0,
  part: 1,
  tick: 2,
  heard: 3,
  missed: 4,
  bar: 5,
  tickInBar: 6,
  channel: 3,
  pitch: 4,
  velocity: 5,
  offset: 6,
  at: 1,
  beat: 2,
  playing: 1,
  state: 1,
  bpm: 2,
  other: 3,
  mode: 2,
  turn: 3,
  text: 7,
} as const;
export const eventKinds = { tick: 0, note: 1, transport: 2, clock: 3, turn: 4, key: 5 } as const;

/** Clock to main: a cell of numbers, in this order. */
export const meterNames = [
  'ticks',
  'notesOn',
  'notesOff',
  'misses',
  'fallbacks',
  'latePlans',
  'droppedNotes',
  'sendErrors',
  'latenessP50',
  'latenessP99',
  'latenessMax',
  'predictP50',
  'predictP99',
  'predictMax',
] as const;

/** Everything threads share but lifecycle messages. Each ring has one producer and one consumer, each cell one writer. */
export interface Shared {
  readonly words: Int32Array;
  /** Main to clock: see `input-record.ts` and `command-record.ts`. */
  readonly input: Ring;
  readonly commands: Ring;
  readonly events: Ring;
  readonly passes: Ring;
  /** Main to clock: see `core/live-values.ts`. */
  readonly live: Latest;
  readonly meters: Latest;
  /** Clock alone writes; a reader may see counts of which the last are missing: see `core/histogram.ts`. */
  readonly lateness: Float64Array;
  /** One for each model thread. */
  readonly lanes: readonly Lane[];
}

/** What is between the others and one model thread. */
export interface Lane {
  /** [1] any: changed, then notified, when the model thread has something to read. */
  readonly wake: Int32Array;
  /** [1] the model thread: the last `words.asked` that it has seen. */
  readonly answer: Int32Array;
  readonly requests: Ring;
  readonly plans: Ring;
  readonly intents: Ring;
}

type Memory<Views> = Readonly<Record<keyof Views, SharedArrayBuffer>>;

/** The memory itself, as it is sent to a worker. */
export type SharedMemory = Memory<Omit<Shared, 'lanes'>> & { readonly lanes: Memory<Lane>[] };

const eventLength = eventFields.text + textFields;
const fields = {
  input: inputFields,
  commands: commandFields,
  requests: requestFields,
  plans: planHead.plan + planFields,
  events: eventLength,
  intents: intentHead.plan + planFields,
  passes: Object.keys(passFields).length,
} as const;

/** Main, once, for so many parts on so many model threads. */
export function allocateShared(parts: number, threads: number): SharedMemory {
  // All parts may ask, answer and be heard of at one tick: so many records a part.
  const ring = (name: keyof typeof fields, least: number, each = 0) =>
    Ring.allocate(fields[name], powerOf2(Math.max(least, each * parts)));
  return {
    words: new SharedArrayBuffer(Object.keys(words).length * Int32Array.BYTES_PER_ELEMENT),
    input: ring('input', 256),
    commands: ring('commands', 64, 8),
    events: ring('events', 512, 64),
    passes: ring('passes', 512),
    live: Latest.allocate(liveCount(parts)),
    meters: Latest.allocate(meterNames.length),
    lateness: new SharedArrayBuffer(bucketCount * Float64Array.BYTES_PER_ELEMENT),
    lanes: Array.from({ length: threads }, () => ({
      wake: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
      answer: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
      requests: ring('requests', 64, 4),
      plans: ring('plans', 64, 4),
      intents: ring('intents', 256),
    })),
  };
}

/** Each thread, once: its own views of the same memory. */
export function viewShared(memory: SharedMemory): Shared {
  return {
    words: new Int32Array(memory.words),
    input: new Ring(memory.input, fields.input),
    commands: new Ring(memory.commands, fields.commands),
    events: new Ring(memory.events, fields.events),
    passes: new Ring(memory.passes, fields.passes),
    live: new Latest(memory.live),
    meters: new Latest(memory.meters),
    lateness: new Float64Array(memory.lateness),
    lanes: memory.lanes.map(({ wake, answer, requests, plans, intents }) => ({
      wake: new Int32Array(wake),
      answer: new Int32Array(answer),
      requests: new Ring(requests, fields.requests),
      plans: new Ring(plans, fields.plans),
      intents: new Ring(intents, fields.intents),
    })),
  };
}

/** Any thread. Never blocks, never allocates: tells the thread that waits on `word` to look again. */
export function wake(view: Int32Array, word = 0): void {
  Atomics.add(view, word, 1);
  Atomics.notify(view, word);
}

function powerOf2(least: number): number {
  return 2 ** Math.ceil(Math.log2(least));
}
