import type { Micros } from './clock.js';
import { medianOf } from './median.js';
import { straight, type Swing } from './swing.js';

/** Strokes are remembered for so many beats. */
const remembered = 16;
/** So many strokes between the notes that stay tell how the others swing. */
const enough = 6;
/** Keys so near to each other are one stroke: a chord, or two drums at once. */
const together: Micros = 30_000;
/** Beats of 30 to 400 BPM; what lies farther apart is no beat after another. */
const [shortest, longest] = [150_000, 2_000_000];
/** A player is so far off at most where keys are on the beat: in beats, to either side. */
const nearBeat = 0.1;
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
    const phases = this.phases();
    const between = (from: number, to: number) => phases.filter((at) => at > from && at < to);
    const middle = between(0.44, 0.73);
    const eighths = shareOf(middle);
    if (eighths !== undefined && eighths >= leastSwung) return { share: eighths, notes: '8ths' };
    const [first, second] = [between(0.2, 0.38), between(0.7, 0.88)];
    const sixteenths = shareOf([...first, ...second.map((at) => at - 0.5)], 2);
    if (sixteenths !== undefined && sixteenths >= leastSwung) {
      // The first of three triplets lies there too; then no note is in the middle of the beat, and few are late in it.
      const inTwo = middle.length < enough / 4 || medianOf(middle) < mostStraight;
      const isSwing = inTwo && second.length >= enough / 2;
      return isSwing ? { share: sixteenths, notes: '16ths' } : undefined;
    }
    const found = [eighths, sixteenths].filter((share) => share !== undefined);
    return found.length > 0 && found.every((share) => share < mostStraight) ? straight : undefined;
  }

  /** Where in its beat each stroke fell, as if those on the beat were on time in the middle: a hand and a sound card are late. */
  private phases(): number[] {
    const phases = this.places.map((place) => place - Math.floor(place));
    const offs = phases.map((phase) => (phase > 0.5 ? phase - 1 : phase));
    const onBeat = offs.filter((off) => Math.abs(off) < nearBeat);
    const late = onBeat.length > enough / 2 ? medianOf(onBeat) : 0;
    return phases.map((phase) => phase - late);
  }
}

/** Where notes lie that are meant to lie in one place, times `scale`; undefined where they are too few, or all over. */
function shareOf(places: readonly number[], scale = 1): number | undefined {
  if (places.length < enough) return undefined;
  const middle = medianOf(places);
  const spread = medianOf(places.map((place) => Math.abs(place - middle)));
  return spread < mostSpread ? scale * middle : undefined;
}
