/** Where the beat comes from, in a word: ours, or another machine's clock and how that is. */
export const clockStates = [
  'internal',
  'waiting',
  'following',
  'free-wheeling',
  'two clocks',
] as const;

export interface ClockStatus {
  readonly state: (typeof clockStates)[number];
  /** The tempo that is played, or would be. */
  readonly bpm: number;
  /** That of a second clock, which is left out; 0 where there is none. */
  readonly other: number;
}

/** One line for people. */
export function describeClock({ state, bpm, other }: ClockStatus): string {
  const tempo = `${bpm.toFixed(1)} BPM`;
  switch (state) {
    case 'internal':
      return `its own clock, ${tempo}`;
    case 'waiting':
      return 'waits for a MIDI clock';
    case 'following':
      return `follows a MIDI clock, ${tempo}`;
    case 'free-wheeling':
      return `the MIDI clock has gone: goes on alone, ${tempo}`;
    case 'two clocks':
      return `two MIDI clocks: follows the one of ${tempo}, leaves out ${other.toFixed(1)} BPM`;
  }
}
