import { voiceName } from '../model/codec/drums.js';
import { pitchName } from '../model/codec/pitch-name.js';
import type { Clock, Micros } from './core/clock.js';
import type { Control } from './core/control.js';
import { isPad } from './core/mode.js';
import type { Stroke } from './threads/play-events.js';

/** Both hands on a keyboard, and both feet, all at once. */
const atOnce = 32;
/** From then on one each so often: more than a drum roll has. */
const interval: Micros = 10_000;

/** Tells clients of the keys that a player strikes, and of no more than hands can: a device gone wild does not swamp them. Main thread. */
export class PlayerKeys {
  /** Up to when what was told is counted. */
  private spentUntil: Micros = -Infinity;

  constructor(
    private readonly control: Pick<Control, 'publish'>,
    private readonly clock: Clock,
  ) {}

  struck({ pitch, velocity, channel, beat }: Stroke): void {
    const now = this.clock.now();
    const until = Math.max(now, this.spentUntil) + interval;
    if (until > now + atOnce * interval) return;
    this.spentUntil = until;
    const voice = voiceName(pitch);
    this.control.publish({
      type: 'key',
      ...{ pitch, velocity, channel: channel + 1 },
      label: isPad(channel + 1) ? voice : pitchName(pitch),
      voice,
      beat: Number.isNaN(beat) ? null : beat,
    });
  }
}
