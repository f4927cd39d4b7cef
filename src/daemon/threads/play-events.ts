import type { Micros } from '../core/clock.js';
import { clockStates } from '../core/clock-status.js';
import type { TickPlan } from '../../model/tick.js';
import type { PassEntry } from '../core/journal-entry.js';
import type { PlanMessage, ServerMessage } from '../core/messages.js';
import { modes, turns } from '../core/mode.js';
import { readPlan, readText } from './plan-record.js';
import {
  eventFields,
  eventKinds,
  intentHead,
  passFields,
  type Shared,
  wake,
  words,
} from './shared-layout.js';

/** What happens as it happens, as clients are told it. */
export type PlayEvent = Extract<
  ServerMessage,
  { type: 'tick' | 'note' | 'plan' | 'turn' | 'transport' | 'clock' }
>;

/** A key that a player struck: no echo of what was played. */
export interface Stroke {
  readonly pitch: number;
  /** 1 to 127. */
  readonly velocity: number;
  readonly at: Micros;
  /** MIDI channel, 0 to 15. */
  readonly channel: number;
  /** Beats from the top of the song, where the player was; NaN where no music went on. */
  readonly beat: number;
}

export interface PlayEventHooks {
  /** What people call a pitch of a part, from 0: a voice of the kit, or a pitch name. */
  readonly label: Label;
  readonly event: (event: PlayEvent) => void;
  readonly struck: (stroke: Stroke) => void;
  /** What the clock thread took, for the journal. */
  readonly pass: (pass: PassEntry) => void;
}

type Label = (pitch: number, part: number) => string;

/**
 * Calls the hooks for each event, soon after it happened, until it is closed. Main only.
 * A waiting `Atomics.waitAsync` wakes main 0.1 ms after the event, as a MessagePort does, at less cost to the sender.
 */
export class PlayEvents {
  private closed = false;
  private readonly record: Float64Array;
  private readonly intent: Float64Array;
  /** Of each model thread, what has come of a plan that is not whole. */
  private readonly intended: TickPlan[][];
  private readonly passRecord: Float64Array;

  constructor(
    private readonly shared: Shared,
    private readonly hooks: PlayEventHooks,
  ) {
    this.record = new Float64Array(shared.events.fields);
    this.intent = new Float64Array(shared.lanes[0]!.intents.fields);
    this.intended = shared.lanes.map(() => []);
    this.passRecord = new Float64Array(shared.passes.fields);
    void this.pump();
  }

  /** Hands on what has come so far, then no more. */
  close(): void {
    this.drain();
    this.closed = true;
    wake(this.shared.words, words.mainWake);
  }

  private async pump(): Promise<void> {
    while (!this.closed) {
      const seen = Atomics.load(this.shared.words, words.mainWake);
      this.drain();
      const woken = Atomics.waitAsync(this.shared.words, words.mainWake, seen);
      if (woken.async) await woken.value;
    }
  }

  /** What a part intends comes tick by tick, and is told when it is whole. */
  private intend(intended: TickPlan[]): void {
    intended.push(readPlan(this.intent, intentHead.plan));
    if (this.intent[intentHead.last] === 0) return;
    const part = this.intent[intentHead.part]!;
    this.hooks.event(planMessage(part, intended.splice(0), this.hooks.label));
  }

  drain(): void {
    while (!this.closed && this.shared.events.pop(this.record)) {
      const { record } = this;
      if (record[eventFields.kind] !== eventKinds.key)
        this.hooks.event(readEvent(record, this.hooks.label));
      else this.hooks.struck(readStroke(record));
    }
    while (!this.closed && this.shared.passes.pop(this.passRecord)) {
      this.hooks.pass(readPass(this.passRecord));
    }
    this.shared.lanes.forEach(({ intents }, thread) => {
      while (!this.closed && intents.pop(this.intent)) this.intend(this.intended[thread]!);
    });
  }
}

function planMessage(part: number, plans: readonly TickPlan[], label: Label): PlanMessage {
  const ticks = plans.map(({ tick, token, probability, notes }) => ({
    tick,
    token,
    probability,
    notes: notes.map((note) => ({ ...note, label: label(note.pitch, part) })),
  }));
  return { type: 'plan', part: part + 1, ticks };
}

function readPass(record: Float64Array): PassEntry {
  const field = (name: keyof typeof passFields) => record[passFields[name]]!;
  return {
    type: 'pass',
    now: field('now'),
    since: field('since'),
    live: field('live'),
    commands: field('commands'),
    inputs: field('inputs'),
    unheard: field('unheard'),
    plans: field('plans'),
    ...(field('morePlans') > 0 && { morePlans: field('morePlans') }),
  };
}

function readStroke(record: Float64Array): Stroke {
  const field = (name: keyof typeof eventFields) => record[eventFields[name]]!;
  return {
    pitch: field('pitch'),
    velocity: field('velocity'),
    at: field('at'),
    channel: field('channel'),
    beat: field('beat'),
  };
}

function readEvent(record: Float64Array, label: Label): PlayEvent {
  const field = (name: keyof typeof eventFields) => record[eventFields[name]]!;
  const tick = field('tick');
  switch (field('kind')) {
    case eventKinds.tick:
      return {
        type: 'tick',
        part: field('part') + 1,
        tick,
        bar: field('bar'),
        tickInBar: field('tickInBar'),
        token: readText(record, eventFields.text),
        heard: field('heard') === 0 ? 'self' : 'player',
        missed: field('missed') !== 0,
      };
    case eventKinds.note:
      return {
        type: 'note',
        part: field('part') + 1,
        tick,
        channel: field('channel') + 1,
        pitch: field('pitch'),
        velocity: field('velocity'),
        offset: field('offset'),
        label: label(field('pitch'), field('part')),
      };
    case eventKinds.turn:
      return {
        type: 'turn',
        part: field('part') + 1,
        mode: modes[field('mode')]!,
        turn: turns[field('turn')]!,
      };
    case eventKinds.clock:
      return {
        type: 'clock',
        state: clockStates[field('state')]!,
        bpm: field('bpm'),
        other: field('other'),
      };
    default:
      return { type: 'transport', playing: field('playing') !== 0 };
  }
}
