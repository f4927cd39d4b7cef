import type { ScoreNote } from '../../model/score.js';
import { gateTicks } from './conductor.js';
import type { NoteMessage } from './messages.js';
import { ppq, pulsesPerTick } from './timeline.js';
import type { Score } from '../../model/score.js';

/** Gathers what was played, for a MIDI file: ticks and micro-offsets as they were meant, tempo as it was at the start. */
export class Recording {
  private readonly notes: ScoreNote[] = [];

  constructor(
    private readonly grid: number,
    private readonly bpm: number,
  ) {}

  add({ tick, channel, pitch, velocity, offset }: NoteMessage): void {
    const pulses = pulsesPerTick(this.grid);
    this.notes.push({
      onset: Math.max(0, Math.round((tick + offset) * pulses)),
      duration: Math.round(gateTicks * pulses),
      pitch,
      velocity,
      channel: channel - 1,
    });
  }

  score(): Score {
    return {
      ppq,
      notes: [...this.notes].sort((a, b) => a.onset - b.onset),
      tempos: [{ onset: 0, bpm: this.bpm }],
      metres: [{ onset: 0, numerator: 4, denominator: 4 }],
    };
  }
}
