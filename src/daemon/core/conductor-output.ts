import type { PlanRequest, SourceInfo } from '../../model/plan-source.js';
import type { Controls, PlannedNote } from '../../model/tick.js';
import type { Place } from './bars.js';
import type { Micros } from './clock.js';
import type { MidiSend } from './ledger.js';
import type { Mode, ModeSettings, Turn } from './mode.js';

export interface ConductorOptions {
  /** BPM. */
  readonly tempo: number;
  /** Beats a bar; 4 unless given. */
  readonly beatsPerBar?: number;
  readonly parts: readonly PartOptions[];
}

/** Its model's grid and material, and its settings to begin with. */
export interface PartOptions extends Pick<SourceInfo, 'grid' | 'material'>, PartSettings {
  /** Which of the MIDI ports it plays to, from 0: its place in `ConductorOutput.sends`. */
  readonly port: number;
}

/** What may change of a part while it plays. */
export interface PartSettings {
  /** MIDI channel, 0 to 15. Notes that sound on the old one end there. */
  readonly channel: number;
  /** It plays on, silently; what sounds ends. */
  readonly muted: boolean;
  /** A factor on every loudness, from the next plan or tap on: on what is sent, not on what the window is told. */
  readonly level: number;
  /** Its notes are so much later than those of other parts, from the next plan on; earlier where it is negative. */
  readonly delay: Micros;
  /** What the model is told from the next request on. */
  readonly controls: Controls;
  /** The mode holds from the next bar line on; how it listens, at once. */
  readonly mode: ModeSettings;
}

/** One take is from a start from the top to the next; its number tells its plans from those of other takes. */
export interface TakeRequest extends PlanRequest {
  /** From 0, as in all that follows. */
  readonly part: number;
  readonly take: number;
}

export interface NoteSent {
  readonly part: number;
  readonly tick: number;
  readonly channel: number;
  readonly note: PlannedNote;
  readonly due: Micros;
}

export interface TickBegun extends Place {
  readonly part: number;
  readonly tick: number;
  readonly token: string;
  readonly heard: boolean;
  readonly missed: boolean;
}

/** A mode, or whose turn it is in that mode, is another from this tick on. */
export interface TurnBegun {
  readonly part: number;
  readonly mode: Mode;
  readonly turn: Turn;
}

/** Where the conductor's doings go. None may throw or wait. */
export interface ConductorOutput {
  /** To each MIDI port. */
  readonly sends: readonly MidiSend[];
  /** False where the model has not taken so many that there is no room: what it orders is to be told again. */
  request(request: TakeRequest): boolean;
  /** Called just after the note-on was sent. */
  noteSent(event: NoteSent): void;
  tickBegun(event: TickBegun): void;
  turnBegun(event: TurnBegun): void;
  transport(playing: boolean): void;
}

export interface ConductorCounts {
  ticks: number;
  /** Ticks whose plan was not there in time. */
  misses: number;
  /** Misses at which the previous bar was played again; at the others, a rest. */
  fallbacks: number;
  /** Plans that came too late to be played. */
  latePlans: number;
  /** Notes not begun: more than a tick late, or too many at once. */
  droppedNotes: number;
}
