import type { PlannedNote, TickPlan } from '../../model/tick.js';
import type { ConductorCounts, ConductorOptions, ConductorOutput } from './conductor-output.js';
import { EventQueue } from './event-queue.js';
import { Ledger } from './ledger.js';

/** How long a drum's key is held. */
export const gateTicks = 1 / 2;
const capacity = 256;

type Event =
  | {
      readonly kind: 'on';
      readonly rank: 2;
      readonly pulse: number;
      readonly tick: number;
      readonly note: PlannedNote;
    }
  | {
      readonly kind: 'off';
      readonly rank: 1;
      readonly pulse: number;
      readonly channel: number;
      readonly pitch: number;
      readonly strike: number;
    }
  | { readonly kind: 'release'; readonly rank: 0; readonly pulse: number };

/** Notes on their way: each begins and ends at its pulse, whenever that is. */
export class NoteQueue {
  readonly ledger: Ledger;
  private readonly queue = new EventQueue<Event>(capacity);

  /** `tickPulses`: a drum is held for half as long, and a note later than that is left out. */
  constructor(
    private readonly material: ConductorOptions['material'],
    private readonly tickPulses: number,
    private channel: number,
    private readonly output: Pick<ConductorOutput, 'send' | 'noteSent'>,
    private readonly counts: ConductorCounts,
  ) {
    this.ledger = new Ledger(output.send);
  }

  /** The pulse of the next event; Infinity where there is none. */
  get nextPulse(): number {
    return this.queue.peek()?.pulse ?? Infinity;
  }

  /** 0 to 15. Notes that sound on the old channel end there. */
  setChannel(channel: number): void {
    if (channel === this.channel) return;
    this.ledger.flush();
    this.channel = channel;
  }

  /** What has not begun never will. */
  clear(): void {
    this.queue.clear();
  }

  /** Drums end by their gate; other notes sound until a rest, or until the next notes begin. */
  schedule(plan: TickPlan, firstPulse: number, pulseOf: (note: PlannedNote) => number): void {
    if (this.material === 'notes' && plan.kind !== 'hold') {
      this.push({ kind: 'release', rank: 0, pulse: firstPulse });
    }
    for (const note of plan.notes) {
      this.push({ kind: 'on', rank: 2, pulse: pulseOf(note), tick: plan.tick, note });
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
    const pulse = Math.max(event.pulse, now);
    if (pulse - event.pulse > this.tickPulses) {
      this.counts.droppedNotes += 1;
      return;
    }
    const strike = this.ledger.noteOn(channel, note.pitch, note.velocity);
    if (this.material === 'drums') {
      const end = pulse + this.tickPulses * gateTicks;
      this.push({ kind: 'off', rank: 1, pulse: end, channel, pitch: note.pitch, strike });
    }
    this.output.noteSent({ tick, channel, note, due });
  }

  private end(event: Exclude<Event, { kind: 'on' }>): void {
    if (event.kind === 'off') this.ledger.noteOff(event.channel, event.pitch, event.strike);
    else this.ledger.release();
  }
}
