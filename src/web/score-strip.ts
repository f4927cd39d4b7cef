import type {
  NoteMessage,
  PlanMessage,
  PlannedTick,
  TickMessage,
} from '../daemon/core/messages.js';

/** A note as it is drawn. Times are in ticks since the session began. */
export interface DrawnNote {
  readonly pitch: number;
  readonly label: string;
  /** 0 to 1. */
  readonly velocity: number;
  /** Onset, micro-offset included. */
  readonly onset: number;
  /** Ticks; grows while the model holds the note. */
  length: number;
}

/** A player's stroke as it is drawn. */
export interface DrawnStroke extends Pick<DrawnNote, 'pitch' | 'label' | 'velocity' | 'onset'> {
  /** Whether it has a lane of its own: a keyboard beside a drummer has none. */
  readonly placed: boolean;
}

/** The last ticks and notes heard: as much as the roll shows. */
export class ScoreStrip {
  readonly notes: DrawnNote[] = [];
  readonly strokes: DrawnStroke[] = [];
  readonly ticks: TickMessage[] = [];
  #plan: readonly PlannedTick[] = [];
  #changes = 0;

  /** What is intended after the last tick; empty where nothing was told. */
  get plan(): readonly PlannedTick[] {
    return this.#plan;
  }

  /** How often it changed: where this is as it was, so is all else. */
  get changes(): number {
    return this.#changes;
  }

  intend({ ticks }: PlanMessage): void {
    const now = this.ticks.at(-1)?.tick ?? -1;
    this.#plan = ticks.filter(({ tick }) => tick > now);
    this.#changes += 1;
  }

  /** Nothing is intended any more. */
  stop(): void {
    this.#plan = [];
    this.#changes += 1;
  }

  /** A tick that goes back is a new session: what was before it is not shown beside it. */
  tick(message: TickMessage): void {
    const last = this.ticks.at(-1);
    if (last !== undefined && message.tick <= last.tick) this.#clear();
    if (message.token === 'HOLD') this.#hold(message.tick);
    this.ticks.push(message);
    this.#plan = this.#plan.filter(({ tick }) => tick > message.tick);
    this.#changes += 1;
    while (this.ticks.length > mostTicks) this.ticks.shift();
    for (const drawn of [this.notes, this.strokes])
      while (drawn.length > 0 && drawn[0]!.onset < message.tick - mostTicks) drawn.shift();
  }

  note({ tick, offset, pitch, label, velocity }: NoteMessage): void {
    const onset = tick + offset;
    this.notes.push({ pitch, label, velocity: velocity / 127, onset, length: 1 });
    this.#changes += 1;
  }

  strike(stroke: DrawnStroke): void {
    this.strokes.push(stroke);
    this.#changes += 1;
  }

  #clear(): void {
    this.notes.length = 0;
    this.strokes.length = 0;
    this.ticks.length = 0;
    this.#plan = [];
  }

  /** What sounded until now sounds on through `tick`. */
  #hold(tick: number): void {
    for (const note of this.notes) {
      const end = Math.round(note.onset) + note.length;
      if (end === tick) note.length += 1;
    }
  }
}

/** More than any roll shows. */
const mostTicks = 128;
