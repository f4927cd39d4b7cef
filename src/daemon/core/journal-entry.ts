import type { OrderKind } from '../../model/orders.js';
import type { ModelChoice, Recall } from '../../model/plan-source.js';
import type { Micros } from './clock.js';
import type { LinkBeat } from './link-follow.js';
import type { ClockMessage, NoteMessage, TickMessage, ValuesMessage } from './messages.js';
import { partName } from './part-settings.js';
import { isRecall, type Unchecked } from './played.js';
import type { RealTime } from './real-time.js';
import type { TransportCommand } from './session.js';
import type { EntryPoint } from './snapshot.js';
import type { Values } from './setting.js';

/**
 * What a journal keeps of a session, in the order in which main knew it: what was asked of the music, what each pass of the
 * clock thread took of that, and what was played. A replay needs the first two and is compared with the third.
 */
export type Entry =
  | ValuesMessage
  | CommandEntry
  | OrderEntry
  | ModelEntry
  | RecallEntry
  | KeyEntry
  | RealTimeEntry
  | LinkEntry
  | LaunchEntry
  | EnterEntry
  | GoesOnEntry
  | TakesOverEntry
  | PassEntry
  | TickMessage
  | Omit<NoteMessage, 'label'>
  | ClockMessage
  | { readonly type: 'transport'; readonly playing: boolean }
  | { readonly type: 'end' };

export interface CommandEntry {
  readonly type: 'command';
  readonly command: TransportCommand;
}

/** To the model of a part, from 0. */
export interface OrderEntry {
  readonly type: 'order';
  readonly part: number;
  readonly kind: OrderKind;
  readonly a: number;
  readonly b: number;
}

/** A model that a part (from 0) can change to: the order `swap` names its number. Folders are absolute, or empty. */
export interface ModelEntry {
  readonly type: 'model';
  readonly part: number;
  readonly number: number;
  readonly model: string;
  readonly blendModel: string;
}

/** What an order to recall names by its number. */
export interface RecallEntry {
  readonly type: 'recall';
  readonly id: number;
  readonly recall: Recall;
}

/** A player's key, up where `velocity` is 0; channel 0 to 15. */
export interface KeyEntry {
  readonly type: 'key';
  readonly pitch: number;
  readonly velocity: number;
  readonly at: Micros;
  readonly channel: number;
}

/** Another machine's clock or transport; `position` is in sixteenths. */
export interface RealTimeEntry {
  readonly type: 'real-time';
  readonly kind: RealTime;
  readonly position: number;
  readonly at: Micros;
}

/** What a Link session was from then on. */
export interface LinkEntry extends LinkBeat {
  readonly type: 'link';
}

/** A player counted it in: the first beat at `at`. */
export interface LaunchEntry {
  readonly type: 'launch';
  readonly bpm: number;
  readonly at: Micros;
}

/** It plays from there, in the place of a process that died: of the first pass. */
export interface EnterEntry extends EntryPoint {
  readonly type: 'enter';
}

/** What the model of a part, from 0, begins with, as the part had played it before that process died. */
export interface GoesOnEntry {
  readonly type: 'goes-on';
  readonly part: number;
  readonly recall: Recall;
}

/**
 * A model thread goes on in the place of one that died: of what the thread was ever asked, until then `asked`, it finds
 * what comes after the first `taken`.
 */
export interface TakesOverEntry {
  readonly type: 'takes-over';
  readonly thread: number;
  readonly taken: number;
  readonly asked: number;
  /** In order. */
  readonly parts: readonly TakenOver[];
}

/** What a part plays from then on, and what it recalls of the ticks before `next`: null where nothing was played. */
export interface TakenOver extends ModelChoice {
  readonly next: number;
  readonly recall: Recall | null;
}

/**
 * At `now` the clock thread took so many commands and orders, inputs (keys, real time, Link and a count-in) and plans of the first model
 * thread, each in the order in which they were given; and the settings as they stood after `live` - 1 changes, where that is not 0. It had done what was
 * due up to `since`, and then did what was due up to `now`.
 */
export interface PassEntry {
  readonly type: 'pass';
  readonly now: Micros;
  readonly since: Micros;
  readonly live: number;
  readonly commands: number;
  readonly inputs: number;
  /** A bit for each input, from the lowest: 1 where the music did not hear it, as an echo of its own. */
  readonly unheard: number;
  readonly plans: number;
  /** Those of the second model thread; left out where there are none. */
  readonly morePlans?: number;
}

/** All settings after an entry, where they were `values` before it. */
export function valuesAfter(values: Values, entry: Entry): Values {
  if (entry.type === 'values') return { ...values, ...entry.values };
  if (entry.type !== 'model') return values;
  return { ...values, [partName(entry.part + 1, 'model')]: entry.model };
}

type EntryOf<Type extends Entry['type']> = Extract<Entry, { readonly type: Type }>;

/** As a line has them: the type, then these fields. `morePlans` may be left out. */
const layout = {
  values: ['values'],
  command: ['command'],
  order: ['part', 'kind', 'a', 'b'],
  model: ['part', 'number', 'model', 'blendModel'],
  recall: ['id', 'recall'],
  key: ['pitch', 'velocity', 'at', 'channel'],
  'real-time': ['kind', 'position', 'at'],
  link: ['bpm', 'beat', 'at', 'peers'],
  launch: ['bpm', 'at'],
  enter: ['pulse', 'at', 'bpm'],
  'goes-on': ['part', 'recall'],
  'takes-over': ['thread', 'taken', 'asked', 'parts'],
  pass: ['now', 'since', 'live', 'commands', 'inputs', 'unheard', 'plans', 'morePlans'],
  tick: ['part', 'tick', 'bar', 'tickInBar', 'token', 'heard', 'missed'],
  note: ['part', 'tick', 'channel', 'pitch', 'velocity', 'offset'],
  clock: ['state', 'bpm', 'other'],
  transport: ['playing'],
  end: [],
} as const satisfies { [Type in Entry['type']]: readonly (keyof Omit<EntryOf<Type>, 'type'>)[] };

/** A JSON array, without the end of the line. */
export function writeEntry(entry: Entry): string {
  const fields: readonly string[] = layout[entry.type];
  const values = entry as unknown as Readonly<Record<string, unknown>>;
  const said = fields.map((field) => values[field]).filter((value) => value !== undefined);
  return JSON.stringify([entry.type, ...said]);
}

/** What each field is, whichever entry it is of. */
const fieldTypes: Readonly<Record<string, 'object' | 'string' | 'boolean' | undefined>> = {
  ...{ values: 'object', command: 'string', kind: 'string', token: 'string', heard: 'string' },
  ...{ state: 'string', missed: 'boolean', playing: 'boolean' },
  ...{ model: 'string', blendModel: 'string' },
};

/** Undefined where the line is none: that of a later version, or one that was cut short or damaged. */
export function readEntry(line: string): Entry | undefined {
  let values: unknown;
  try {
    values = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!Array.isArray(values) || !Object.hasOwn(layout, String(values[0]))) return undefined;
  const type = values[0] as Entry['type'];
  const all: readonly string[] = layout[type];
  const fields = all.filter((field, at) => field !== 'morePlans' || at + 1 < values.length);
  if (values.length !== fields.length + 1) return undefined;
  const named = fields.map((field, at) => [field, values[at + 1] as unknown] as const);
  if (!named.every(([field, value]) => isField(field, value))) return undefined;
  return { type, ...Object.fromEntries(named) } as unknown as Entry;
}

function isField(field: string, value: unknown): boolean {
  if (field === 'recall') return isRecall(value);
  if (field === 'parts') return Array.isArray(value) && value.every(isTakenOver);
  const type = fieldTypes[field];
  return type === undefined ? isCountable(value) : typeof value === type && value !== null;
}

function isTakenOver(value: unknown): value is TakenOver {
  const { model, blendModel = '', next, recall } = (value ?? {}) as Unchecked<TakenOver>;
  const isChoice = typeof model === 'string' && typeof blendModel === 'string';
  return isChoice && isCountable(next) && (recall === null || isRecall(recall));
}

/** One more is another number: times and ticks go on from it. */
function isCountable(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}
