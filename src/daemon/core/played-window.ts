import type { PlayedTick } from '../../model/plan-source.js';
import type { Entry } from './journal-entry.js';

type TickEntry = Extract<Entry, { readonly type: 'tick' }>;
type NoteEntry = Extract<Entry, { readonly type: 'note' }>;

/** More than a window of 100, and the sixteen bars of sixteenths before it that a network of notes is told of. */
export const mostTicks = 384;
/** Notes wait for their tick, which they may come before; so many are more than any tick has. */
const mostNotes = 2048;

/**
 * What a part, from 1, played lately, from a bar line on: the window of a model thread that has to begin anew. What a
 * player gave the window is not in it.
 */
export class PlayedWindow {
  private ticks: TickEntry[] = [];
  /** Each with the last tick that had begun when it came. */
  private notes: { readonly note: NoteEntry; readonly after: TickEntry | undefined }[] = [];

  constructor(private readonly part: number) {}

  add(event: TickEntry | NoteEntry): void {
    if (event.part !== this.part) return;
    const last = this.ticks.at(-1);
    if (event.type === 'note') {
      this.notes.push({ note: event, after: last });
      if (this.notes.length > mostNotes) this.notes = this.notes.slice(mostNotes / 2);
      return;
    }
    // A take from the top, or a jump back: what was before is no more in the window, but for notes that came ahead of this tick.
    if (last !== undefined && event.tick <= last.tick) {
      this.ticks = [];
      this.notes = this.notes.filter(
        ({ note, after }) => after === last && note.tick === event.tick,
      );
    }
    this.ticks.push(event);
    if (this.ticks.length > mostTicks) this.ticks.shift();
  }

  /** The one after the last that began. */
  get nextTick(): number {
    return (this.ticks.at(-1)?.tick ?? -1) + 1;
  }

  /** Ticks in order, from the top of a bar; `whole` leaves out the bar under way. Empty where no bar has begun yet. */
  played(whole: boolean): PlayedTick[] {
    const lines = this.ticks.flatMap(({ tickInBar }, at) => (tickInBar === 0 ? [at] : []));
    const ticks = this.ticks.slice(lines[0] ?? Infinity, whole ? lines.at(-1) : undefined);
    const notes = this.notesByTick();
    return ticks.map(({ tick, token }) => ({ token, notes: notes.get(tick) ?? [] }));
  }

  private notesByTick(): ReadonlyMap<number, PlayedTick['notes']> {
    const notes = new Map<number, PlayedTick['notes'][number][]>();
    for (const { note } of this.notes) {
      const { tick, pitch, velocity, offset } = note;
      const played = { pitch, velocity, offset };
      if (!notes.get(tick)?.push(played)) notes.set(tick, [played]);
    }
    return notes;
  }
}
