const pitches = 128;

/** What a key is for while it is down: a melody, or the chord that the left hand chooses. */
export type Hand = 'melody' | 'chord';

/** The keys that a player holds, by channel (0 to 15) and pitch: each goes up in the hand in which it went down. */
export class HeldKeys {
  private readonly melody = new Set<number>();
  private readonly chord = new Set<number>();

  /** Some key of the melody is down. */
  get playing(): boolean {
    return this.melody.size > 0;
  }

  down(channel: number, pitch: number, hand: Hand): void {
    this.up(channel, pitch);
    this[hand].add(channel * pitches + pitch);
  }

  /** Gives the hand in which it was down; undefined where it was not. */
  up(channel: number, pitch: number): Hand | undefined {
    const key = channel * pitches + pitch;
    if (this.melody.delete(key)) return 'melody';
    return this.chord.delete(key) ? 'chord' : undefined;
  }

  /** Pitches of the keys that are a chord together, in the order in which they went down. */
  chordPitches(): number[] {
    return [...this.chord].map((key) => key % pitches);
  }

  /** As if every key went up. */
  clear(): void {
    this.melody.clear();
    this.chord.clear();
  }
}
