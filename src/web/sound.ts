import type { NoteMessage } from '../daemon/core/messages.js';
import { Kit } from './kit.js';

/** The sound of this page: silent until someone asks for it, as browsers demand and neighbours like. */
export class Sound {
  #context: AudioContext | undefined;
  #kit: Kit | undefined;
  #on = false;

  get on(): boolean {
    return this.#on;
  }

  /** Call from a click or a key: a browser gives sound to nothing else. */
  turn(on: boolean): void {
    this.#on = on;
    if (!on) {
      void this.#context?.suspend();
      return;
    }
    this.#context ??= new AudioContext({ latencyHint: 'interactive' });
    this.#kit ??= new Kit(this.#context);
    void this.#context.resume();
  }

  /** Sounds a note that was just heard of, at a steady distance from when it was played: `at`, in milliseconds as `now`. */
  play(note: NoteMessage, at: number, now: number): void {
    if (!this.#on || this.#context === undefined || this.#kit === undefined) return;
    const ahead = at + steadyMs - now;
    const delay = Math.min(Math.max(ahead, 0), 2 * steadyMs);
    this.#kit.play(note, this.#context.currentTime + delay / 1000);
  }
}

/** A note waits so long, so that one whose message came late is still in time with the others: too little shakes, too much lags. */
const steadyMs = 30;
