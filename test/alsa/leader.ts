import { Worker } from 'node:worker_threads';
import { intervalOf } from '../../src/daemon/core/clock-find.js';
import { built } from '../support/built.js';

/** MIDI system real-time messages; `end` is none. */
export const message = { clock: 0xf8, start: 0xfa, stop: 0xfc, end: -1 } as const;
/** What both threads see: the message to send before the next clock, how many clocks were sent, and what nobody wakes. */
export const words = { say: 0, clocks: 1, wait: 2 } as const;

export interface LeaderData {
  /** Microseconds between two clocks. */
  readonly interval: number;
  readonly shared: Int32Array;
}

/** Another sequencer, which sends its clock to **ghostnote in**, 24 a quarter note, from its beginning to its end. */
export class Leader {
  private readonly shared = new Int32Array(new SharedArrayBuffer(12));

  constructor(bpm: number) {
    const workerData: LeaderData = { interval: intervalOf(bpm), shared: this.shared };
    new Worker(built('test/alsa/leader-thread.js'), { workerData });
  }

  /** How many it has sent. */
  get clocks(): number {
    return Atomics.load(this.shared, words.clocks);
  }

  say(what: keyof typeof message): void {
    Atomics.store(this.shared, words.say, message[what]);
  }
}
