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
  let [sum, count, here] = [0, 0, 0];
  for (let place = 0; place < ticksPerBar; place += 1) {
    if (stepOf(place, ticksPerBeat) !== step) continue;
    const stressed = stressOf(at, place);
    if (place === tickInBar) here = stressed;
    sum += stressed;
    count += 1;
  }
  return here - sum / count;
}

/** How much a place of the bar was stressed again and again, 0 to 1. */
function stressOf(at: AccentAt, place: number): number {
  const { tick, tickInBar, ticksPerBar, struckAt } = at;
  let stressed = 0;
  for (let bars = 1; bars <= accentBars; bars += 1) {
    const line = tick - tickInBar - bars * ticksPerBar;
    const struck = struckAt(line + place);
    if (struck === 0) continue;
    const share = struck / meanOf(struckAt, line, ticksPerBar);
    const accent = (share - unstressed) / (1 - unstressed);
    stressed += weights[bars - 1]! * Math.min(1, Math.max(0, accent));
  }
  return Math.max(0, stressed - 1);
}

/** Of what was struck in a bar. */
function meanOf(struckAt: AccentAt['struckAt'], line: number, ticksPerBar: number): number {
  let [sum, count] = [0, 0];
  for (let place = 0; place < ticksPerBar; place += 1) {
    const struck = struckAt(line + place);
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
