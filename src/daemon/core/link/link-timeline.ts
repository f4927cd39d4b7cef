/**
 * Where a session's beats lie in its own time, the ghost time, which began with it: a tempo, and one beat whose instant is
 * known. Beats are counted in millionths, times in microseconds; a tempo holds from its origin on.
 */
export interface LinkTimeline {
  readonly microsPerBeat: number;
  readonly microBeatOrigin: number;
  readonly timeOrigin: number;
}

export const microBeat = 1_000_000;
/** The tempos that Link has. */
const [slowest, fastest] = [20, 999];

export function microBeatsAt(timeline: LinkTimeline, ghost: number): number {
  const { microsPerBeat, microBeatOrigin, timeOrigin } = timeline;
  return microBeatOrigin + Math.round(((ghost - timeOrigin) * microBeat) / microsPerBeat);
}

export function ghostOf(timeline: LinkTimeline, microBeats: number): number {
  const { microsPerBeat, microBeatOrigin, timeOrigin } = timeline;
  return timeOrigin + Math.round(((microBeats - microBeatOrigin) * microsPerBeat) / microBeat);
}

/**
 * Another tempo from `ghost` on, where the beat is what it was. Of two timelines of a session that counts whose origin is the
 * later beat: this is later than `timeline`.
 */
export function withTempo(timeline: LinkTimeline, bpm: number, ghost: number): LinkTimeline {
  const origin = Math.max(microBeatsAt(timeline, ghost), timeline.microBeatOrigin + 1);
  return {
    microsPerBeat: microsPerBeatOf(bpm),
    microBeatOrigin: origin,
    timeOrigin: ghostOf(timeline, origin),
  };
}

export function microsPerBeatOf(bpm: number): number {
  return Math.round(60_000_000 / Math.min(fastest, Math.max(slowest, bpm)));
}

export function isTempo(microsPerBeat: number): boolean {
  return microsPerBeat >= microsPerBeatOf(fastest) && microsPerBeat <= microsPerBeatOf(slowest);
}

export function bpmOf({ microsPerBeat }: LinkTimeline): number {
  return 60_000_000 / microsPerBeat;
}
