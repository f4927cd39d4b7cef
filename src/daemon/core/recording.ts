import { HOLD } from '../../model/codec/step-material.js';
import type { SourceInfo } from '../../model/plan-source.js';
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

  /** `parts` are what each plays, part 1 first. */
  constructor(
    private readonly parts: readonly Pick<SourceInfo, 'material' | 'grid'>[],
    private readonly bpm: number,
  ) {}

  add(event: NoteMessage | TickMessage): void {
    if (event.type === 'tick') this.endBefore(event);
    else if (this.parts[event.part - 1]!.material === 'drums') this.keep(event, gateTicks);
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

  private endBefore({ part, tick, token }: TickMessage): void {
    if (token === HOLD) return;
    const ends = (note: NoteMessage) => note.part === part && note.tick < tick;
    for (const note of this.sounding.filter(ends)) this.keep(note, tick - note.tick - note.offset);
    this.sounding = this.sounding.filter((note) => !ends(note));
  }

  /** `length` in ticks. */
  private keep(note: NoteMessage, length: number): void {
    const { part, tick, channel, pitch, velocity, offset } = note;
    const tickPulses = pulsesPerTick(this.parts[part - 1]!.grid);
    this.notes.push({
      onset: Math.max(0, Math.round((tick + offset) * tickPulses)),
      duration: Math.max(1, Math.round(length * tickPulses)),
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
