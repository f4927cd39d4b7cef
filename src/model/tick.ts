/** Settings that each request brings to the model. Ranges are those of the settings table. */
export interface Controls {
  readonly temperature: number;
  /** 0 is off. */
  readonly topK: number;
  readonly topP: number;
  readonly seed: number;
  /** 0: every note as loud as its voice is on average; 1: as varied as the model learned; 2: twice that. */
  readonly dynamics: number;
  /** The same for timing: 0 is on the grid, 1 is as played by those it learned from. */
  readonly humanize: number;
  /** BPM; what it plays depends on how fast it is played. */
  readonly tempo: number;
  /** -1 sparse, 0 as learned, 1 busy. */
  readonly density: number;
  /** -1 to 1: how much more than elsewhere a player stresses this tick. */
  readonly accent: number;
  /** 0 is any, else one more than a place in `pieceStyles`. */
  readonly style: number;
  /** Chance that the token of a bar ago comes again; below 0, how much it keeps from loops. -1 to 1. */
  readonly repetition: number;
  /** Chance that a phrase of eight bars of a tune is played a second time. 0 to 1. */
  readonly reprise: number;
  /** How far the session's own n-grams predict, in place of the network. 0 to 1. */
  readonly cache: number;
  /** Chance that a token is drawn from the second model's prediction, where there is one. 0 to 1. */
  readonly blend: number;
  /** Its own last so many bars again, note for note; 0 is off. */
  readonly freeze: number;
  /** It tells what it intends so many bars ahead; 0 is off. */
  readonly planBars: number;
  /** Pitch classes that notes may have: bit c is c semitones above C. */
  readonly pitchClasses: number;
  /** MIDI pitches between which notes lie, both included. */
  readonly lowest: number;
  readonly highest: number;
  /** Semitones by which a melody sounds higher than its model has it. */
  readonly transpose: number;
}

/** `topP` of a session unless set: without the least likely fiftieth, in which the mistakes are. */
export const usualTopP = 0.98;

/** `reprise` of a session unless set: of the phrases of Nottingham's tunes, so many come a second time. */
export const usualReprise = 0.8;

/** As the model learned it, but for the seed and the tempo. */
export const plainControls: Controls = {
  temperature: 1,
  topK: 0,
  topP: 1,
  seed: 0,
  dynamics: 1,
  humanize: 1,
  tempo: 120,
  density: 0,
  accent: 0,
  style: 0,
  repetition: 0,
  reprise: usualReprise,
  cache: 0,
  blend: 0,
  freeze: 0,
  planBars: 0,
  pitchClasses: 0xfff,
  lowest: 0,
  highest: 127,
  transpose: 0,
};

/** Their names, in the order in which they cross threads. */
export const controlNames = Object.keys(plainControls) as readonly (keyof Controls)[];

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
