import type { NoteSent } from './conductor-output.js';
import type { Entry } from './journal-entry.js';

type NoteEntry = Extract<Entry, { readonly type: 'note' }>;

export interface Compared {
  /** How many the journal has. */
  readonly notes: number;
  /** The replay played each of them, in this order, and no other; of a journal that was cut short, up to where it was. */
  readonly identical: boolean;
  /** The first note that differs, from 0, and what each has there. */
  readonly difference?: {
    readonly at: number;
    readonly recorded: NoteEntry | undefined;
    readonly replayed: NoteEntry | undefined;
  };
}

/** The notes of a journal beside those of its replay, as they come: it keeps those alone that the other is yet to have. */
export class NoteComparison {
  private readonly ofJournal: NoteEntry[] = [];
  private readonly ofReplay: NoteEntry[] = [];
  private notes = 0;
  private matched = 0;
  private ended = false;
  private difference: Compared['difference'];

  recorded(note: NoteEntry): void {
    this.notes += 1;
    this.ofJournal.push(note);
    this.compare();
  }

  replayed(note: NoteSent): void {
    this.ofReplay.push(entryOf(note));
    this.compare();
  }

  /** The journal was not cut short. */
  end(): void {
    this.ended = true;
  }

  /** After the last note. */
  result(): Compared {
    const { notes, ended, ofJournal, ofReplay } = this;
    // What was played last may not have reached a journal that was cut short, nor the pass that played it.
    if (ended && ofJournal.length + ofReplay.length > 0) this.differ();
    const { difference } = this;
    return { notes, identical: difference === undefined, ...(difference && { difference }) };
  }

  private compare(): void {
    while (this.ofJournal.length > 0 && this.ofReplay.length > 0) {
      if (!same(this.ofJournal[0]!, this.ofReplay[0]!)) this.differ();
      this.ofJournal.shift();
      this.ofReplay.shift();
      this.matched += 1;
    }
  }

  private differ(): void {
    const [recorded, replayed] = [this.ofJournal[0], this.ofReplay[0]];
    this.difference ??= { at: this.matched, recorded, replayed };
  }
}

/** As clients are told it. */
function entryOf({ part, tick, channel, note }: NoteSent): NoteEntry {
  const { pitch, velocity, offset } = note;
  return { type: 'note', part: part + 1, tick, channel: channel + 1, pitch, velocity, offset };
}

/** In ticks, an eighth of a millisecond at 120 BPM: engines, devices and versions agree to much less, and not to the last digit. */
const sameOffset = 1e-3;

function same(a: NoteEntry, b: NoteEntry): boolean {
  return (
    a.part === b.part &&
    a.tick === b.tick &&
    a.channel === b.channel &&
    a.pitch === b.pitch &&
    a.velocity === b.velocity &&
    Math.abs(a.offset - b.offset) < sameOffset
  );
}
