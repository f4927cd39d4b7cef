import type {
  KeyMessage,
  NoteMessage,
  PartModel,
  PlanMessage,
  TickMessage,
  TurnMessage,
} from '../daemon/core/messages.js';
import { takesNotes } from '../daemon/core/mode.js';
import { partHears } from '../daemon/core/part-settings.js';
import type { Values } from '../daemon/core/setting.js';
import { BeatClock } from './beat-clock.js';
import { ScoreStrip } from './score-strip.js';

/** One part as the page follows it. */
export interface Player {
  readonly model: PartModel;
  readonly strip: ScoreStrip;
  readonly clock: BeatClock;
}

/** All parts: what each plays, and when. Parts count from 1, as in messages. */
export class Band {
  #players: readonly Player[] = [];

  /** Parts that come anew, after a connection was lost too. */
  meet(models: readonly PartModel[]): void {
    this.#players = models.map((model) => ({
      model,
      strip: new ScoreStrip(),
      clock: new BeatClock(125),
    }));
  }

  player(part: number): Player | undefined {
    return this.#players[part - 1];
  }

  /** `now` is in milliseconds of the page's clock. */
  tick(message: TickMessage, now: number): void {
    const player = this.player(message.part);
    player?.clock.hear(message.tick, now);
    player?.strip.tick(message);
  }

  note(message: NoteMessage): void {
    this.player(message.part)?.strip.note(message);
  }

  /** A key that somebody strikes beside it, to each part that hears its channel. */
  strike(message: KeyMessage, values: Values, turns: readonly TurnMessage[]): void {
    const { beat, pitch, velocity, channel, voice } = message;
    if (beat === null) return;
    for (const [index, { model, strip }] of this.#players.entries()) {
      const part = index + 1;
      if (!partHears(values, part, channel - 1)) continue;
      const turn = turns.find((each) => each.part === part)?.turn ?? 'accompanies';
      const placed = takesNotes(model.material, channel, turn);
      const onset = beat * model.ticksPerBeat;
      strip.strike({ pitch, label: voice, velocity: velocity / 127, onset, placed });
    }
  }

  intend(message: PlanMessage): void {
    this.player(message.part)?.strip.intend(message);
  }

  set tempo(bpm: number) {
    for (const { clock, model } of this.#players) clock.tickMs = 60_000 / bpm / model.ticksPerBeat;
  }

  stop(): void {
    for (const { clock, strip } of this.#players) {
      clock.stop();
      strip.stop();
    }
  }
}
