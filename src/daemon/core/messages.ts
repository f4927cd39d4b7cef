import type { ClockStatus } from './clock-status.js';
import type { Mode, Turn } from './mode.js';
import type { CommandName, LiveCommand } from './live-commands.js';
import type { Setting, SettingValue, Values } from './setting.js';

/** The WebSocket protocol: JSON text frames. A client reads `hello` first; both sides ignore types they do not know. */
export const protocolVersion = 1;

/** From a client. */
export type ClientMessage =
  { readonly type: 'set'; readonly name: string; readonly value: SettingValue } | CommandMessage;

export interface CommandMessage {
  readonly type: 'do';
  readonly command: CommandName | `part/${number}/${CommandName}`;
  /** Where the command's row has one. */
  readonly argument?: string | number;
}

/** From the daemon. */
export type ServerMessage =
  | Hello
  | ValuesMessage
  | TickMessage
  | NoteMessage
  | KeyMessage
  | PlanMessage
  | TurnMessage
  | { readonly type: 'transport'; readonly playing: boolean }
  | ClockMessage
  | ({ readonly type: 'midi' } & MidiState)
  | ModelsMessage
  | LoadableMessage
  | Meters
  | PresetsMessage
  | LearnedMessage
  | LogMessage;

export interface Hello {
  readonly type: 'hello';
  readonly protocol: number;
  readonly version: string;
  /** Live settings: what a client may set. `values` has one of each part where a row's scope says so (`part-settings.ts`). */
  readonly settings: readonly Setting[];
  /** Titles of the groups that `settings` name, in the order to show them. */
  readonly groups: readonly { readonly name: string; readonly title: string }[];
  readonly commands: readonly LiveCommand[];
  readonly values: Values;
  readonly playing: boolean;
  readonly clock: ClockStatus;
  /** Whose turn it is, of each part that has begun. */
  readonly turns: readonly TurnMessage[];
  /** What each part plays, part 1 first. */
  readonly models: ModelsMessage['models'];
  readonly loadable: LoadableMessage['names'];
  readonly presets: Omit<PresetsMessage, 'type'>;
  readonly learned: Omit<LearnedMessage, 'type'>;
  readonly midi: MidiState;
  readonly osc: { readonly port: number };
  /** The address that a phone opens to be let in, code and all; null where only this machine comes in. */
  readonly phone: string | null;
}

/** Open MIDI ports; null where there is none, and `note` then says why and what to do. */
export interface MidiState {
  /** Where each part plays to, part 1 first. */
  readonly outs: readonly (string | null)[];
  readonly in: string | null;
  readonly note: string;
}

export interface PartModel {
  readonly name: string;
  readonly material: 'drums' | 'notes';
  readonly ticksPerBar: number;
  readonly ticksPerBeat: number;
  /** Rows of the roll, low to high: the drum voices, named as in `NoteMessage.label`; empty for notes. */
  readonly voices: readonly string[];
}

/** What each part plays, part 1 first; sent when a part has changed its model. */
export interface ModelsMessage {
  readonly type: 'models';
  readonly models: readonly [PartModel, ...PartModel[]];
}

/** What `load` takes, of the models that the daemon knows; sent when that changes. It takes any other folder, too. */
export interface LoadableMessage {
  readonly type: 'loadable';
  /** Names of those that come with ghostnote, then folders of others that played, the last one first. */
  readonly names: readonly string[];
}

/** The presets there are; sent when that changes, or which of them was recalled or saved last. */
export interface PresetsMessage {
  readonly type: 'presets';
  /** In the order by which `preset` counts them, from 1. */
  readonly names: readonly string[];
  readonly current: string | null;
}

/** What MIDI controls were taught; sent when that changes. */
export interface LearnedMessage {
  readonly type: 'learned';
  /** What the next control that moves will be for; null where nothing waits. */
  readonly waiting: string | null;
  /** `source` for people: controller 21 on channel 1. */
  readonly controls: readonly { readonly target: string; readonly source: string }[];
}

/** A mode holds from this bar on, or, in that mode, it is somebody else's turn. */
export interface TurnMessage {
  readonly type: 'turn';
  /** From 1. */
  readonly part: number;
  readonly mode: Mode;
  readonly turn: Turn;
}

/** Where the beat comes from now, and how fast it is. Sent when that changes; no more than twice a second for the tempo. */
export interface ClockMessage extends ClockStatus {
  readonly type: 'clock';
}

/** Live settings that were set, as clamped: merge them into those of `hello`. */
export interface ValuesMessage {
  readonly type: 'values';
  readonly values: Values;
}

export interface LogMessage {
  readonly type: 'log';
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}

/** A tick began. Sent once a tick, on its nominal time. */
export interface TickMessage {
  readonly type: 'tick';
  /** From 1. */
  readonly part: number;
  readonly tick: number;
  /** 0-based. */
  readonly bar: number;
  readonly tickInBar: number;
  readonly token: string;
  /** Who gave the window its token for the tick before: `self`, or `player`. */
  readonly heard: 'self' | 'player';
  /** The prediction was late and the prepared fallback was played. */
  readonly missed: boolean;
}

/** A note-on was sent, just now. Its end is not announced: gate times are short and known. */
export interface NoteMessage {
  readonly type: 'note';
  /** From 1. */
  readonly part: number;
  readonly tick: number;
  /** MIDI channel, 1 to 16. */
  readonly channel: number;
  readonly pitch: number;
  readonly velocity: number;
  /** How early or late it was meant to be, in ticks. */
  readonly offset: number;
  /** Voice name for drums, pitch name otherwise. */
  readonly label: string;
}

/**
 * A player struck a key, and that was no echo of what is played; also while it is stopped. Of a flood of keys some are left out.
 */
export interface KeyMessage {
  readonly type: 'key';
  readonly pitch: number;
  /** 1 to 127. */
  readonly velocity: number;
  /** MIDI channel, 1 to 16. */
  readonly channel: number;
  /** Voice name for a drum pad, pitch name otherwise. */
  readonly label: string;
  /** The voice that it is to a part that plays drums, named as in `PartModel.voices`. */
  readonly voice: string;
  /** Where the player was, in beats from the top of the song, as notes are written: swing and latency are taken off. Null where no music goes on. */
  readonly beat: number | null;
}

/**
 * What a part intends for the ticks to come, if nobody plays and nothing is set: it takes the place of all it intended before.
 * Sent after each tick while `plan-bars` is above 0, and without a tick once it is not; near enough, as the ticks to come change what is predicted after them.
 */
export interface PlanMessage {
  readonly type: 'plan';
  /** From 1. */
  readonly part: number;
  /** In order, one after the other. */
  readonly ticks: readonly PlannedTick[];
}

export interface PlannedTick {
  readonly tick: number;
  readonly token: string;
  /** Of the token, before steering and temperature. */
  readonly probability: number;
  /** What begins; the command `veto` takes a tick and a pitch. */
  readonly notes: readonly Pick<NoteMessage, 'pitch' | 'velocity' | 'offset' | 'label'>[];
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Sent twice a second. */
export interface Meters {
  readonly type: 'meters';
  readonly ticks: number;
  readonly notesOn: number;
  readonly notesOff: number;
  readonly misses: number;
  readonly fallbacks: number;
  /** How late notes left, microseconds after they were due. */
  readonly lateness: Latency;
  /** How long a prediction took on the model thread, microseconds. */
  readonly predict: Latency;
  readonly clients: number;
}
