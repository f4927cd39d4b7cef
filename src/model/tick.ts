/** Settings that each request brings to the model. Ranges are those of the settings table. */
export interface Controls {
  readonly temperature: number;
  /** 0 is off. */
  readonly topK: number;
  readonly topP: number;
  readonly seed: number;
  /** 0: every note at its predicted mean loudness; 1: as varied as the model learned; 2: twice that. */
  readonly dynamics: number;
  /** The same for timing: 0 is on the grid, 1 is as played by those it learned from. */
  readonly humanize: number;
  /** BPM; what it plays depends on how fast it is played. */
  readonly tempo: number;
  /** -1 sparse, 0 as learned, 1 busy. */
  readonly density: number;
  /** 0 is any, else one more than a place in `pieceStyles`. */
  readonly style: number;
}

/** Their names, in the order in which they cross threads; the compiler sees to it that none is missing. */
export const controlNames = Object.keys({
  temperature: true,
  topK: true,
  topP: true,
  seed: true,
  dynamics: true,
  humanize: true,
  tempo: true,
  density: true,
  style: true,
} satisfies Record<keyof Controls, true>) as readonly (keyof Controls)[];

export interface PlannedNote {
  readonly pitch: number;
  /** MIDI velocity, 1 to 127. */
  readonly velocity: number;
  /** Micro-offset in ticks, in [-1/2, 1/2). */
  readonly offset: number;
}

/** What the daemon intends for one tick. */
export interface TickPlan {
  /** Ticks since the session began. */
  readonly tick: number;
  readonly token: string;
  readonly kind: 'onset' | 'hold' | 'rest';
  readonly notes: readonly PlannedNote[];
  /** Probability the model gave the token it chose, before temperature. */
  readonly probability: number;
}
