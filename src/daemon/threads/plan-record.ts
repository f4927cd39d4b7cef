import type { HeardNote } from '../../model/codec/codec.js';
import { mostOrders, type Order, orderKinds } from '../../model/orders.js';
import { type Controls, controlNames, type PlannedNote, type TickPlan } from '../../model/tick.js';
import type { TakeRequest } from '../core/conductor-output.js';

/** Notes of one tick that cross threads; the rest are left out. */
const noteLimit = 32;
const noteFields = 3;
const noNotes: readonly HeardNote[] = [];
/** Characters of a token name that cross threads; the rest are left out. */
const textLimit = 160;
const kinds = ['onset', 'hold', 'rest'] as const;

const noteListFields = 1 + noteLimit * noteFields;
/** A text is its length, then its UTF-16 units. */
export const textFields = 1 + textLimit;

const plan = { tick: 0, kind: 1, probability: 2, notes: 3, text: 3 + noteListFields } as const;
export const planFields = plan.text + textFields;

const request = {
  part: 0,
  take: 1,
  tick: 2,
  position: 3,
  ticksPerBar: 4,
  held: 5,
  /** 0: nobody plays, and the notes that follow mean nothing. */
  active: 6,
  heard: 7,
  /** 0: the last plan was played as given, and the plan that follows means nothing. */
  replaced: 7 + noteListFields,
  played: 8 + noteListFields,
  armed: 8 + noteListFields + planFields,
  controls: 9 + noteListFields + planFields,
  orders: 9 + noteListFields + planFields + controlNames.length,
} as const;
const orderFields = 3;
export const requestFields = request.orders + 1 + mostOrders * orderFields;

/** Any thread. Never blocks; allocates nothing. */
export function writePlan(record: Float64Array, at: number, value: TickPlan): void {
  record[at + plan.tick] = value.tick;
  record[at + plan.kind] = kinds.indexOf(value.kind);
  record[at + plan.probability] = value.probability;
  writeNotes(record, at + plan.notes, value.notes);
  writeText(record, at + plan.text, value.token);
}

/** Any thread. Never blocks; allocates the plan. */
export function readPlan(record: Float64Array, at: number): TickPlan {
  return {
    tick: record[at + plan.tick]!,
    token: readText(record, at + plan.text),
    kind: kinds[record[at + plan.kind]!]!,
    notes: readNotes(record, at + plan.notes),
    probability: record[at + plan.probability]!,
  };
}

/** Any thread. Never blocks; allocates nothing. */
export function writeRequest(record: Float64Array, value: TakeRequest): void {
  record[request.part] = value.part;
  record[request.take] = value.take;
  record[request.tick] = value.tick;
  record[request.position] = value.position;
  record[request.ticksPerBar] = value.ticksPerBar;
  record[request.held] = Number(value.held);
  record[request.active] = Number(value.heard !== null);
  writeNotes(record, request.heard, value.heard ?? noNotes);
  record[request.replaced] = Number(value.played !== null);
  if (value.played !== null) writePlan(record, request.played, value.played);
  record[request.armed] = Number(value.armed);
  for (let at = 0; at < controlNames.length; at += 1)
    record[request.controls + at] = value.controls[controlNames[at]!];
  writeOrders(record, value.orders);
}

/** Any thread. Never blocks; allocates the request. */
export function readRequest(record: Float64Array): TakeRequest {
  return {
    part: record[request.part]!,
    take: record[request.take]!,
    tick: record[request.tick]!,
    position: record[request.position]!,
    ticksPerBar: record[request.ticksPerBar]!,
    heard: record[request.active] === 0 ? null : readNotes(record, request.heard),
    held: record[request.held] !== 0,
    played: record[request.replaced] === 0 ? null : readPlan(record, request.played),
    armed: record[request.armed] !== 0,
    controls: Object.fromEntries(
      controlNames.map((name, at) => [name, record[request.controls + at]!]),
    ) as Record<keyof Controls, number>,
    orders: readOrders(record),
  };
}

/** Any thread. Never blocks; allocates nothing. */
export function writeText(record: Float64Array, at: number, text: string): void {
  const length = Math.min(text.length, textLimit);
  record[at] = length;
  for (let index = 0; index < length; index += 1) record[at + 1 + index] = text.charCodeAt(index);
}

/** Any thread. Never blocks; allocates the string. */
export function readText(record: Float64Array, at: number): string {
  return String.fromCharCode(...record.subarray(at + 1, at + 1 + record[at]!));
}

function writeOrders(record: Float64Array, orders: readonly Order[]): void {
  const count = Math.min(orders.length, mostOrders);
  record[request.orders] = count;
  for (let index = 0; index < count; index += 1) {
    const start = request.orders + 1 + index * orderFields;
    const { kind, a, b } = orders[index]!;
    record[start] = orderKinds.indexOf(kind);
    record[start + 1] = a;
    record[start + 2] = b;
  }
}

function readOrders(record: Float64Array): Order[] {
  return Array.from({ length: record[request.orders]! }, (_, index) => {
    const start = request.orders + 1 + index * orderFields;
    return { kind: orderKinds[record[start]!]!, a: record[start + 1]!, b: record[start + 2]! };
  });
}

function writeNotes(record: Float64Array, at: number, notes: readonly HeardNote[]): void {
  const count = Math.min(notes.length, noteLimit);
  record[at] = count;
  for (let index = 0; index < count; index += 1) {
    const start = at + 1 + index * noteFields;
    record[start] = notes[index]!.pitch;
    record[start + 1] = notes[index]!.velocity;
    record[start + 2] = notes[index]!.offset;
  }
}

function readNotes(record: Float64Array, at: number): PlannedNote[] {
  return Array.from({ length: record[at]! }, (_, index) => {
    const start = at + 1 + index * noteFields;
    return { pitch: record[start]!, velocity: record[start + 1]!, offset: record[start + 2]! };
  });
}
