import type { PlannedNote, TickPlan } from '../../model/tick.js';
import type { ConductorCounts, ConductorOutput, PartOptions } from './conductor-output.js';
import type { Micros } from './clock.js';
import { EventQueue } from './event-queue.js';
import type { Ledger } from './ledger.js';
import type { Tap } from './taps.js';

/** How long a drum's key is held. */
export const gateTicks = 1 / 2;
const capacity = 256;
/** Beginnings come after the ends at their pulse. */
const onRank = 2;

/** A note that sounds, as the ledger knows it. */
interface Sounding {
  readonly channel: number;
  readonly pitch: number;
  readonly strike: number;
}

type Event =
  | {
      readonly kind: 'on';
      readonly rank: typeof onRank;
      readonly pulse: number;
      readonly tick: number;
      readonly note: PlannedNote;
    }
  | ({ readonly kind: 'off'; readonly rank: 1; readonly pulse: number } & Sounding)
  | { readonly kind: 'release'; readonly rank: 0; readonly pulse: number };

export interface NoteQueueOptions extends Pick<PartOptions, 'material' | 'channel'> {
  /** The part's, from 0. */
  readonly index: number;
  /** A drum is held for half as long, and a note later than that is left out. */
  readonly tickPulses: number;
}

/** What all parts share of it. */
interface NoteStage {
  readonly ledger: Ledger;
  readonly output: Pick<ConductorOutput, 'noteSent'>;
  readonly counts: ConductorCounts;
}

/** The notes of one part on their way: each begins and ends at its pulse, whenever that is. */
export class NoteQueue {
  private readonly queue = new EventQueue<Event>(capacity);
  private channel: number;
  private muted = false;
  /** What it has begun and not ended; another part may have struck the same key meanwhile. */
  private sounding: Sounding[] = [];
  private readonly ledger: Ledger;
  private readonly output: Pick<ConductorOutput, 'noteSent'>;
  private readonly counts: ConductorCounts;

  constructor(
    private readonly options: NoteQueueOptions,
    { ledger, output, counts }: NoteStage,
  ) {
    this.channel = options.channel;
    this.ledger = ledger;
    this.output = output;
    this.counts = counts;
    ledger.join(this.channel);
  }

  /** The pulse of the next event; Infinity where there is none. */
  get nextPulse(): number {
    return this.queue.peek()?.pulse ?? Infinity;
  }

  /** The pulse at which the next note begins; Infinity where none is to. */
  get nextOnPulse(): number {
    return this.queue.pulseOf(onRank);
  }

  /** A note that sustains sounds. */
  get holds(): boolean {
    return this.options.material === 'notes' && this.sounding.length > 0;
  }

  /** 0 to 15. Notes that sound on the old channel end there. */
  setChannel(channel: number): void {
    if (channel !== this.channel) this.move(channel, this.muted);
  }

  /** Notes that sound end; until it is told otherwise none begins. */
  setMuted(muted: boolean): void {
    if (muted !== this.muted) this.move(this.channel, muted);
  }

  /** What has not begun never will; what sounds is ended by the ledger. */
  clear(): void {
    this.queue.clear();
    this.sounding = [];
  }

  /** At once: what sounds ends, and what has not begun never will. */
  hush(): void {
    this.release();
    this.queue.clear();
  }

  /** Begins the first notes of a tap at once; `now` is the pulse of it, and `due` its instant. Where notes sustain, it ends the tap before it. */
  tap({ tick, notes }: Tap, now: number, due: Micros): void {
    if (this.options.material === 'notes') this.hush();
    const first = Math.min(...notes.map(({ offset }) => offset));
    for (const note of notes) {
      const pulse = now + (note.offset - first) * this.options.tickPulses;
      const event = { kind: 'on', rank: onRank, pulse, tick, note } as const;
      if (note.offset === first) this.strike(event, now, due);
      else this.push(event);
    }
  }

  /** Ends what this part has begun, and what a synth may still hold of it where no other part plays. */
  private move(channel: number, muted: boolean): void {
    this.release();
    if (!this.muted) this.ledger.leave(this.channel);
    this.channel = channel;
    this.muted = muted;
    if (!muted) this.ledger.join(channel);
  }

  /** Ends what this part has begun. */
  private release(): void {
    for (const { channel, pitch, strike } of this.sounding)
      this.ledger.noteOff(channel, pitch, strike);
    this.sounding = [];
  }

  /** Drums end by their gate; other notes sound until a rest, or until the next notes begin. */
  schedule(plan: TickPlan, firstPulse: number, pulseOf: (note: PlannedNote) => number): void {
    if (this.options.material === 'notes' && plan.kind !== 'hold') {
      this.push({ kind: 'release', rank: 0, pulse: firstPulse });
    }
    for (const note of plan.notes) {
      this.push({ kind: 'on', rank: onRank, pulse: pulseOf(note), tick: plan.tick, note });
    }
  }

  /** Does the next event, which was due at `due`. `now` is a pulse. */
  fire(now: number, due: number): void {
    const event = this.queue.pop()!;
    if (event.kind === 'on') this.strike(event, now, due);
    else this.end(event);
  }

  /** A full queue drops beginnings; an end that finds no room is done at once. */
  private push(event: Event): void {
    if (this.queue.push(event)) return;
    if (event.kind === 'on') this.counts.droppedNotes += 1;
    else this.end(event);
  }

  private strike(event: Extract<Event, { kind: 'on' }>, now: number, due: number): void {
    const { note, tick } = event;
    const { channel } = this;
    const { index: part, material, tickPulses } = this.options;
    if (this.muted) return;
    const pulse = Math.max(event.pulse, now);
    if (pulse - event.pulse > tickPulses) {
      this.counts.droppedNotes += 1;
      return;
    }
    const { pitch } = note;
    const strike = this.ledger.noteOn(channel, pitch, note.velocity);
    this.sounding.push({ channel, pitch, strike });
    if (material === 'drums') {
      const end = pulse + tickPulses * gateTicks;
      this.push({ kind: 'off', rank: 1, pulse: end, channel, pitch, strike });
    }
    this.output.noteSent({ part, tick, channel, note, due });
  }

  private end(event: Exclude<Event, { kind: 'on' }>): void {
    if (event.kind === 'release') {
      this.release();
      return;
    }
    this.ledger.noteOff(event.channel, event.pitch, event.strike);
    this.sounding = this.sounding.filter(({ strike }) => strike !== event.strike);
  }
}
