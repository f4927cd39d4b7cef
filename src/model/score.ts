/** A note of a score. Times are in the score's own pulses, `ppq` to a quarter note: of timecode that may be a fraction. */
export interface ScoreNote {
  readonly onset: number;
  readonly duration: number;
  /** MIDI pitch, 0 to 127. */
  readonly pitch: number;
  /** MIDI velocity, 1 to 127. */
  readonly velocity: number;
  /** MIDI channel, 0 to 15; 9 is the drum channel of General MIDI. */
  readonly channel: number;
}

export interface Tempo {
  readonly onset: number;
  readonly bpm: number;
}

export interface Metre {
  readonly onset: number;
  readonly numerator: number;
  readonly denominator: number;
}

/** What a MIDI file says, as far as any codec needs it. */
export interface Score {
  readonly ppq: number;
  /** By onset; notes of one onset in file order. */
  readonly notes: readonly ScoreNote[];
  readonly tempos: readonly Tempo[];
  readonly metres: readonly Metre[];
}
