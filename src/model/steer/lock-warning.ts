import type { Sound } from '../codec/codec.js';
import { pitchName } from '../codec/pitch-name.js';
import type { Controls } from '../tick.js';
import { allPitchClasses, isInside, rangeOf } from './lock.js';

/** What decides which notes a model may play, as it sounds. */
type Locked = Pick<Controls, 'pitchClasses' | 'lowest' | 'highest' | 'transpose'>;

/** Says where a model has no note that it may play, and is silent: once, until a range is set that leaves it some. */
export class LockWarning {
  private last: Locked | undefined;
  /** Where it said so. */
  private told: Locked | undefined;

  constructor(
    /** [V] what each token asks for. */
    private readonly sounds: readonly Sound[],
    private readonly name: string,
    private readonly warn: (text: string) => void,
  ) {}

  /** What is set for the next plan. */
  hear(now: Locked): void {
    const { last, told } = this;
    this.last = now;
    if (sameRange(last, now) && last!.pitchClasses === now.pitchClasses) return;
    if (this.leavesSome(now)) {
      // Chords of a left hand come and go while the range stays.
      if (!sameRange(told, now)) this.told = undefined;
      return;
    }
    if (told !== undefined) return;
    this.told = now;
    const [low, high] = rangeOf(now).map(pitchName);
    const scale = now.pitchClasses === allPitchClasses ? '' : ' of that scale or chord';
    this.warn(
      `"${this.name}" knows no note${scale} from lowest ${low} to highest ${high}: ` +
        'it is silent there. Hint: widen them, or transpose it',
    );
  }

  private leavesSome(locked: Locked): boolean {
    const inside = isInside(locked);
    return this.sounds.some(
      ({ pitches }) =>
        pitches.length > 0 && pitches.every((pitch) => inside(pitch + locked.transpose)),
    );
  }
}

function sameRange(one: Locked | undefined, other: Locked): boolean {
  return (
    one?.lowest === other.lowest &&
    one.highest === other.highest &&
    one.transpose === other.transpose
  );
}
