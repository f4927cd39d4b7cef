/** What an accent of one, two and three bars ago says of this one: what comes once is a melody's, what comes again is a riff's. */
const weights = [1, 0.6, 0.4];
/** Such a share of the mean loudness of a bar is no accent; all of it, and more, is one. */
const unstressed = 0.7;

/** What of a player is looked at: a place in the bar, and what was struck before. */
export interface AccentAt {
  readonly tick: number;
  readonly tickInBar: number;
  readonly ticksPerBar: number;
  readonly ticksPerBeat: number;
  /** MIDI velocity of what was struck at a tick, 0 where nothing was. */
  readonly struckAt: (tick: number) => number;
}

/** How many bars back `struckAt` is asked about. */
export const accentBars = weights.length;

/**
 * How much a player has stressed a place of the bar of late, -1 to 1: beside other beats where it is a beat, beside other half
 * beats where it is one, and so on. Who plays on all of them, equally loud, stresses none.
 */
export function accentAt(at: AccentAt): number {
  const { tickInBar, ticksPerBar, ticksPerBeat } = at;
  const step = stepOf(tickInBar, ticksPerBeat);
  const means = weights.map((_, bar) => meanOf(at, bar));
  let [sum, count, here] = [0, 0, 0];
  for (let place = 0; place < ticksPerBar; place += 1) {
    if (stepOf(place, ticksPerBeat) !== step) continue;
    const stressed = stressOf(at, means, place);
    if (place === tickInBar) here = stressed;
    sum += stressed;
    count += 1;
  }
  return here - sum / count;
}

/** How much a place of the bar was stressed again and again, 0 to 1. */
function stressOf(at: AccentAt, means: readonly number[], place: number): number {
  let stressed = 0;
  for (const [bar, weight] of weights.entries()) {
    const struck = at.struckAt(lineOf(at, bar) + place);
    if (struck === 0) continue;
    const accent = (struck / means[bar]! - unstressed) / (1 - unstressed);
    stressed += weight * Math.min(1, Math.max(0, accent));
  }
  return Math.max(0, stressed - 1);
}

/** Where a bar before this one began: the last is 0. */
function lineOf({ tick, tickInBar, ticksPerBar }: AccentAt, bar: number): number {
  return tick - tickInBar - (bar + 1) * ticksPerBar;
}

/** Of what was struck in a bar; NaN where nothing was. */
function meanOf(at: AccentAt, bar: number): number {
  const line = lineOf(at, bar);
  let [sum, count] = [0, 0];
  for (let place = 0; place < at.ticksPerBar; place += 1) {
    const struck = at.struckAt(line + place);
    sum += struck;
    if (struck > 0) count += 1;
  }
  return sum / count;
}

/** Beats are of one kind, half beats of another, and all between them of a third. */
function stepOf(place: number, ticksPerBeat: number): number {
  if (place % ticksPerBeat === 0) return 0;
  return (2 * place) % ticksPerBeat === 0 ? 1 : 2;
}
