/** The left hand chooses the chord that a melody keeps to. */
export class LeftHand {
  private chord: number | null = null;

  /** Pitch classes of the chord last played, bit c for c semitones above C: it stays when the hand is lifted. Null before any. */
  get pitchClasses(): number | null {
    return this.chord;
  }

  /** A key went down; `keys` are all that are down now: together they are a chord. */
  play(keys: readonly number[]): void {
    this.chord = keys.reduce((classes, key) => classes | (1 << (key % 12)), 0);
  }

  /** No chord was played. */
  clear(): void {
    this.chord = null;
  }
}
