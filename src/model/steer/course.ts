import type { PlanRequest } from '../plan-source.js';

type At = Pick<PlanRequest, 'tick' | 'position' | 'ticksPerBar'>;

/**
 * The ticks of a song as they were played, one after the other, wherever it jumped: whatever is asked for after a bar is the
 * bar that follows it. As long as the song goes on as it is written they are its own.
 */
export class Course {
  private last: At | undefined;
  /** So many ticks is what is played ahead of the song. */
  private shift = 0;
  private previous = 0;

  copy(): Course {
    const copy = new Course();
    copy.last = this.last;
    copy.shift = this.shift;
    copy.previous = this.previous;
    return copy;
  }

  /** Takes requests in the order in which they are played; each once or more. */
  reach({ tick, position, ticksPerBar }: At): void {
    const { last } = this;
    if (last?.tick === tick && last.position === position) return;
    const line = tick - position;
    this.previous = this.of(tick) - 1;
    if (last !== undefined) {
      const lastLine = last.tick - last.position;
      const next = lastLine + last.ticksPerBar;
      const goesOn = line === next || (line === lastLine && tick > last.tick);
      if (!goesOn) {
        this.previous = this.of(last.tick);
        this.shift += next - line;
      }
    }
    this.last = { tick, position, ticksPerBar };
  }

  /** Of a tick of the song, from where it was reached last. */
  of(tick: number): number {
    return tick + this.shift;
  }

  /** The one before that which was reached. */
  get before(): number {
    return this.previous;
  }

  clear(): void {
    this.last = undefined;
    this.shift = this.previous = 0;
  }
}
