/** The keys of a keyboard below the split: the left hand chooses the chord that a melody keeps to. */
export class LeftHand {
  private readonly down = new Set<number>();
  private chord: number | null = null;

  /** Pitch classes of the chord last played, bit c for c semitones above C: it stays when the hand is lifted. Null before any. */
  get pitchClasses(): number | null {
    return this.chord;
  }

  /** Keys that are down together are a chord. */
  key(pitch: number, isDown: boolean): void {
    if (!isDown) {
      this.down.delete(pitch);
      return;
    }
    this.down.add(pitch);
    this.chord = [...this.down].reduce((classes, key) => classes | (1 << (key % 12)), 0);
  }

  /** No chord was played. */
  clear(): void {
    this.down.clear();
    this.chord = null;
  }
}
