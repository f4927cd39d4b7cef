import type { Micros } from './clock.js';
import { medianOf } from './median.js';
import { straight, type Swing, type SwungNotes } from './swing.js';

/** Strokes are remembered for so many beats. */
const remembered = 16;
/** So many strokes between the notes that stay tell how the others swing. */
const enough = 6;
/** Keys so near to each other are one stroke: a chord, or two drums at once. */
const together: Micros = 30_000;
/** Beats of 30 to 400 BPM; what lies farther apart is no beat after another. */
const [shortest, longest] = [150_000, 2_000_000];
/** Strokes so near to a beat may be meant for it, in beats. */
const nearBeat = 0.1;
/** A hand and a sound card are late, or a player early, by so much at most, in beats; who is farther off has another beat. */
const mostLate = 0.095;
/** Strokes so far from where a player has the beat are on the beat. */
const onTime = 0.06;
/** Who swings plays on the beat, too: so many strokes there for each one that swings. Straight notes beside the beat have none. */
const leastOnBeat: Readonly<Record<SwungNotes, number>> = { '8ths': 0.6, '16ths': 0.8 };
/** Below this share a player is straight; from that on it is swing, and what lies between may be either. */
const [mostStraight, leastSwung] = [0.55, 0.57];
/** How far the strokes lie about their middle at most, in beats, where one of them is meant. */
const mostSpread = 0.035;

/** How a player swings, told by where strokes fall between the beats of the music. Pure. */
export class SwingEar {
  private last: Micros | undefined;
  private beats = 0;
  /** Strokes since the last beat. */
  private coming: Micros[] = [];
  /** Where strokes fell, in beats from the first. */
  private places: number[] = [];

  /** A key went down. */
  key(at: Micros): void {
    if (at - (this.coming.at(-1) ?? -Infinity) > together) this.coming.push(at);
  }

  /** A beat begins. Gives how the player swings, `straight` included; undefined where that is not clear. */
  beat(at: Micros): Swing | undefined {
    const { last } = this;
    const length = at - (last ?? -Infinity);
    if (last !== undefined && length > shortest && length < longest)
      for (const key of this.coming) this.places.push(this.beats + (key - last) / length);
    this.last = at;
    this.coming = [];
    this.beats += 1;
    this.places = this.places.filter((place) => place > this.beats - remembered);
    return this.heard();
  }

  private heard(): Swing | undefined {
    const { late, onBeat } = this.anchor();
    // As if those on the beat were on time.
    const phases = this.places.map((place) => fractionOf(place - late));
    const between = (from: number, to: number) => phases.filter((at) => at > from && at < to);
    const middle = between(0.44, 0.73);
    const eighths = shareOf(middle);
    if (eighths !== undefined && eighths >= leastSwung) {
      const isSwing = onBeat >= leastOnBeat['8ths'] * middle.length;
      return isSwing ? { share: eighths, notes: '8ths' } : undefined;
    }
    const [first, second] = [between(0.2, 0.38), between(0.7, 0.88)];
    const sixteenths = shareOf([...first, ...second.map((at) => at - 0.5)], 2);
    if (sixteenths !== undefined && sixteenths >= leastSwung) {
      // The first of three triplets lies there too; then no note is in the middle of the beat, and few are late in it.
      const inTwo = middle.length < enough / 4 || medianOf(middle) < mostStraight;
      const isAnchored = onBeat >= leastOnBeat['16ths'] * second.length;
      const isSwing = inTwo && isAnchored && second.length >= enough / 2;
      return isSwing ? { share: sixteenths, notes: '16ths' } : undefined;
    }
    const found = [eighths, sixteenths].filter((share) => share !== undefined);
    return found.length > 0 && found.every((share) => share < mostStraight) ? straight : undefined;
  }

  /** How late strokes come that are on the beat, in beats, and how many there are; none where they are of another beat. */
  private anchor(): { readonly late: number; readonly onBeat: number } {
    const offs = this.places.map((place) => place - Math.round(place));
    const near = (place: number, far: number) => offs.filter((off) => Math.abs(off - place) < far);
    const none = { late: 0, onBeat: 0 };
    const first = near(0, nearBeat);
    if (first.length <= enough / 2) return none;
    // Once more about where they are: a place at the edge would be half seen.
    const late = medianOf(near(medianOf(first), nearBeat));
    return Math.abs(late) > mostLate ? none : { late, onBeat: near(late, onTime).length };
  }
}

function fractionOf(place: number): number {
  return place - Math.floor(place);
}

/** Where notes lie that are meant to lie in one place, times `scale`; undefined where they are too few, or all over. */
function shareOf(places: readonly number[], scale = 1): number | undefined {
  if (places.length < enough) return undefined;
  const middle = medianOf(places);
  const spread = medianOf(places.map((place) => Math.abs(place - middle)));
  return spread < mostSpread ? scale * middle : undefined;
}
