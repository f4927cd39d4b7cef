import type { Micros } from '../core/clock.js';
import type { KeyEntry, LaunchEntry, LinkEntry, RealTimeEntry } from '../core/journal-entry.js';
import type { RealTime } from '../core/real-time.js';

/** What comes in, at MIDI or of a Link session, and what a player's keys mean. */
export type Input = KeyEntry | RealTimeEntry | LinkEntry | LaunchEntry;

const kinds = ['key', 'clock', 'start', 'continue', 'stop', 'position', 'link', 'launch'] as const;

/** What follows the kind and the time is another thing for each kind. */
const field = {
  ...{ kind: 0, at: 1 },
  ...{ pitch: 2, velocity: 3, channel: 4 },
  position: 2,
  ...{ bpm: 2, beat: 3, peers: 4 },
} as const;
export const inputFields = 5;

/** An input as numbers, to cross threads: one side writes, the other reads what its kind has. Nothing allocates. */
export class InputRecord {
  readonly numbers = new Float64Array(inputFields);

  write(input: Input): void {
    const { numbers } = this;
    numbers[field.at] = input.at;
    numbers[field.kind] = kinds.indexOf(input.type === 'real-time' ? input.kind : input.type);
    switch (input.type) {
      case 'key':
        numbers[field.pitch] = input.pitch;
        numbers[field.velocity] = input.velocity;
        numbers[field.channel] = input.channel;
        break;
      case 'real-time':
        numbers[field.position] = input.position;
        break;
      case 'link':
        numbers[field.bpm] = input.bpm;
        numbers[field.beat] = input.beat;
        numbers[field.peers] = input.peers;
        break;
      case 'launch':
        numbers[field.bpm] = input.bpm;
    }
  }

  get kind(): 'key' | 'link' | 'launch' | RealTime {
    return kinds[this.numbers[field.kind]!]!;
  }

  get at(): Micros {
    return this.numbers[field.at]!;
  }

  get pitch(): number {
    return this.numbers[field.pitch]!;
  }

  /** 0 is a key that goes up. */
  get velocity(): number {
    return this.numbers[field.velocity]!;
  }

  get channel(): number {
    return this.numbers[field.channel]!;
  }

  /** In sixteenths. */
  get position(): number {
    return this.numbers[field.position]!;
  }

  get bpm(): number {
    return this.numbers[field.bpm]!;
  }

  get beat(): number {
    return this.numbers[field.beat]!;
  }

  get peers(): number {
    return this.numbers[field.peers]!;
  }
}
