/** Which notes swing, every second of them late: in a shuffle eighths, in funk and hip-hop sixteenths. */
export const swungNotes = ['16ths', '8ths'] as const;
export type SwungNotes = (typeof swungNotes)[number];

/** Whose swing it is: the player's once that is clear, or what is set. */
export const swingSources = ['player', 'setting'] as const;

export interface Swing {
  /** Where the second of two notes lies between them: 0.5, in the middle, to 0.75. Two thirds is a triplet. */
  readonly share: number;
  readonly notes: SwungNotes;
}

export const straight: Swing = { share: 0.5, notes: '16ths' };

/**
 * Where a place in even ticks is once every second note waits until its share of the pair has passed. What lies between two
 * notes is stretched and squeezed with them, so the order never changes.
 */
export function swung(position: number, { share, notes }: Swing, ticksPerBeat: number): number {
  const pair = pairOf(notes, ticksPerBeat);
  if (share === straight.share || pair === 0) return position;
  const start = pair * Math.floor(position / pair);
  const [at, half] = [position - start, pair / 2];
  return start + (at < half ? at * 2 * share : pair * share + (at - half) * 2 * (1 - share));
}

/** The inverse. */
export function unswung(position: number, { share, notes }: Swing, ticksPerBeat: number): number {
  const pair = pairOf(notes, ticksPerBeat);
  if (share === straight.share || pair === 0) return position;
  const start = pair * Math.floor(position / pair);
  const [at, second] = [position - start, pair * share];
  return start + (at < second ? at / (2 * share) : (pair + (at - second) / (1 - share)) / 2);
}

/**
 * Ticks from one note that stays to the next, where the one between them is a tick; else 0. Where ticks a beat are three, as
 * triplets are, none is: they have a swing of their own. Ticks that are eighths swing as such, whichever is chosen.
 */
function pairOf(notes: SwungNotes, ticksPerBeat: number): number {
  const pair = notes === '8ths' ? ticksPerBeat : Math.max(2, ticksPerBeat / 2);
  return pair % 2 === 0 && ticksPerBeat % pair === 0 ? pair : 0;
}
