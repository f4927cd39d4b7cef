import { HOLD } from '../../model/codec/step-material.js';
import type { Score, ScoreNote } from '../../model/score.js';
import { gateTicks } from './note-queue.js';
import type { NoteMessage, TickMessage } from './messages.js';
import { ppq, pulsesPerTick } from './timeline.js';

/**
 * Gathers what was played, for a MIDI file: ticks and micro-offsets as they were meant, at the tempo of the start.
 * Drums have their gate; a note of a melody ends with the tick whose token is another than HOLD.
 */
export class Recording {
  private readonly notes: ScoreNote[] = [];
  private sounding: NoteMessage[] = [];
  private readonly tickPulses: number;

  constructor(
    private readonly material: 'drums' | 'notes',
    grid: number,
    private readonly bpm: number,
  ) {
    this.tickPulses = pulsesPerTick(grid);
  }

  add(event: NoteMessage | TickMessage): void {
    if (event.type === 'tick') this.endBefore(event);
    else if (this.material === 'drums') this.keep(event, gateTicks);
    else this.sounding.push(event);
  }

  score(): Score {
    for (const note of this.sounding) this.keep(note, gateTicks);
    this.sounding = [];
    return {
      ppq,
      notes: endAtStrikes([...this.notes].sort((a, b) => a.onset - b.onset)),
      tempos: [{ onset: 0, bpm: this.bpm }],
      metres: [{ onset: 0, numerator: 4, denominator: 4 }],
    };
  }

  private endBefore({ tick, token }: TickMessage): void {
    if (token === HOLD) return;
    for (const note of this.sounding)
      if (note.tick < tick) this.keep(note, tick - note.tick - note.offset);
    this.sounding = this.sounding.filter((note) => note.tick >= tick);
  }

  /** `length` in ticks. */
  private keep({ tick, channel, pitch, velocity, offset }: NoteMessage, length: number): void {
    this.notes.push({
      onset: Math.max(0, Math.round((tick + offset) * this.tickPulses)),
      duration: Math.max(1, Math.round(length * this.tickPulses)),
      pitch,
      velocity,
      channel: channel - 1,
    });
  }
}

/** A key that is struck again while it sounds ends first, as the ledger has it; `notes` are in order of onset. */
function endAtStrikes(notes: readonly ScoreNote[]): ScoreNote[] {
  const next = new Map<number, number>();
  return notes
    .toReversed()
    .map((note) => {
      const key = 128 * note.channel + note.pitch;
      const struck = next.get(key) ?? Infinity;
      next.set(key, note.onset);
      return { ...note, duration: Math.min(note.duration, struck - note.onset) };
    })
    .toReversed();
}
