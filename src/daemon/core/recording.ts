import { HOLD } from '../../model/codec/step-material.js';
import type { SourceInfo } from '../../model/plan-source.js';
import type { Metre, Score, ScoreNote, Tempo } from '../../model/score.js';
import type { Entry } from './journal-entry.js';
import { gateTicks } from './note-queue.js';
import type { Values } from './setting.js';
import { straight, swung, swungNotes } from './swing.js';
import { SwingInForce } from './swing-in-force.js';
import { ppq, pulsesPerTick } from './timeline.js';

type NoteEntry = Extract<Entry, { readonly type: 'note' }>;
type TickEntry = Extract<Entry, { readonly type: 'tick' }>;

/** Where a part is. */
interface PartPlace {
  readonly material: SourceInfo['material'];
  readonly tickPulses: number;
  /** The last tick that began. */
  tick: number;
  /** The stretch it is in; 0 where that is yet to be seen. */
  stretch: number;
  /** Notes of ticks that have not begun. */
  early: NoteEntry[];
  /** Notes that sound until another token than HOLD, and where each begins. */
  sounding: { readonly note: NoteEntry; readonly onset: number }[];
}

/**
 * What was played, as a score: ticks, swing and micro-offsets as they were meant, with every tempo and metre. Where the music
 * stopped or jumped it goes on at the next bar line. Drums have their gate; a note of a melody ends with the tick whose
 * token is another than HOLD.
 */
export class Recording {
  private readonly notes: ScoreNote[] = [];
  private readonly tempos: Tempo[] = [];
  private readonly metres: Metre[] = [];
  private readonly places = new Map<number, PartPlace>();
  /** A stretch is music without a gap; `shift` is from its own pulses to those of the score. */
  private stretch = 0;
  private shift = 0;
  /** Where the last tick began and where it ends, and where its bar began, in pulses of the score. */
  private now = 0;
  private end = 0;
  private bar = 0;
  private beats = 4;
  private readonly swing = new SwingInForce();

  /** `parts` are what each plays, part 1 first; `values` the settings as it began. */
  constructor(
    private readonly parts: readonly Pick<SourceInfo, 'material' | 'grid'>[],
    values: Values = {},
  ) {
    this.settingsAre(values);
  }

  /** The next of a session; what says nothing of notes or time is left out, and so is what a part played that there is not. */
  add(entry: Entry): void {
    if ('part' in entry && !(entry.part - 1 in this.parts)) return;
    if (entry.type === 'tick') this.tick(entry);
    else if (entry.type === 'clock') this.tempo(entry.bpm);
    else if (entry.type === 'values') this.settingsAre(entry.values);
    else if (entry.type === 'transport' && entry.playing) this.gap();
    else if (entry.type === 'note') {
      const place = this.placeOf(entry.part);
      const begun = place.stretch > 0 && entry.tick <= place.tick && entry.tick >= place.tick - 1;
      if (begun) this.begin(place, entry);
      else place.early.push(entry);
    }
  }

  /** After the last entry. */
  score(): Score {
    for (const place of this.places.values()) {
      for (const note of place.early) this.begin(place, note);
      for (const { note, onset } of place.sounding)
        this.keep(note, onset, gateTicks * place.tickPulses);
      place.early = [];
      place.sounding = [];
    }
    const { tempos, metres } = this;
    return {
      ppq,
      notes: endAtStrikes([...this.notes].sort((a, b) => a.onset - b.onset)),
      tempos: tempos.length > 0 ? tempos : [{ onset: 0, bpm: 120 }],
      metres: metres.length > 0 ? metres : [{ onset: 0, numerator: this.beats, denominator: 4 }],
    };
  }

  private tick(entry: TickEntry): void {
    const { tick, part, token } = entry;
    const place = this.placeOf(part);
    if (tick !== place.tick + 1 || place.stretch === 0) this.goOn(place, entry);
    place.tick = tick;
    if (part === 1) this.swing.tick(entry.tickInBar * place.tickPulses);
    const pulse = this.pulseOf(place, tick);
    if (part === 1 && entry.tickInBar === 0) this.barLine(pulse);
    this.now = Math.max(this.now, pulse);
    this.end = Math.max(this.end, this.pulseOf(place, tick + 1));
    if (token !== HOLD) this.endBefore(place, pulse);
    const due = place.early.filter((note) => note.tick <= tick);
    place.early = place.early.filter((note) => note.tick > tick);
    for (const note of due) this.begin(place, note);
  }

  /** The first part that goes on elsewhere says where; the others go with it. */
  private goOn(place: PartPlace, { tick, tickInBar }: TickEntry): void {
    this.endBefore(place, Infinity);
    if (place.stretch === this.stretch) {
      this.stretch += 1;
      const barPulses = this.beats * ppq;
      const line = this.bar + Math.ceil((this.end - this.bar) / barPulses) * barPulses;
      this.shift = line + (tickInBar - tick) * place.tickPulses;
      this.bar = line;
    }
    place.stretch = this.stretch;
  }

  /** It plays again after a stop, which may be at a tick that was played before. */
  private gap(): void {
    for (const place of this.places.values()) {
      for (const note of place.early.splice(0)) this.begin(place, note);
      if (place.stretch === this.stretch) place.tick = NaN;
    }
  }

  /** A metre is known when its first bar is over. */
  private barLine(pulse: number): void {
    const beats = (pulse - this.bar) / ppq;
    if (beats > 0) {
      this.beats = beats;
      change(this.metres, { onset: this.bar, numerator: beats, denominator: 4 }, 'numerator');
    }
    this.bar = pulse;
  }

  /** A file may have been damaged. Bars tell their own metre, but for the first. */
  private settingsAre({ swing, 'swing-notes': kind, 'beats-per-bar': beats }: Values): void {
    const share = Number(swing) / 100;
    if (share >= straight.share && share < 1) this.swing.wanted = { ...this.swing.wanted, share };
    const notes = swungNotes.find((each) => each === kind);
    if (notes !== undefined) this.swing.wanted = { ...this.swing.wanted, notes };
    if (this.end === 0) this.swing.change();
    const isMetre = Number.isInteger(beats) && Number(beats) >= 1 && Number(beats) < 128;
    if (this.end === 0 && isMetre) this.beats = Number(beats);
  }

  /** From the tick under way on. */
  private tempo(bpm: number): void {
    change(this.tempos, { onset: this.now, bpm }, 'bpm');
  }

  private begin(place: PartPlace, note: NoteEntry): void {
    const onset = Math.max(0, this.pulseOf(place, note.tick + note.offset));
    if (place.material === 'drums') {
      this.keep(note, onset, gateTicks * place.tickPulses);
      return;
    }
    // What was tapped ends with the next tap, between two ticks.
    const [before, beside] = partition(place.sounding, (each) => each.note.tick < note.tick);
    for (const each of before) this.keep(each.note, each.onset, onset - each.onset);
    place.sounding = [...beside, { note, onset }];
  }

  private endBefore(place: PartPlace, pulse: number): void {
    const open = [];
    for (const each of place.sounding) {
      const end = Math.min(pulse, this.end);
      if (end > each.onset) this.keep(each.note, each.onset, end - each.onset);
      else open.push(each);
    }
    place.sounding = open;
  }

  /** `duration` in pulses. */
  private keep({ channel, pitch, velocity }: NoteEntry, onset: number, duration: number): void {
    const length = Math.max(1, Math.round(duration));
    this.notes.push({ onset, duration: length, pitch, velocity, channel: channel - 1 });
  }

  private pulseOf({ tickPulses }: PartPlace, ticks: number): number {
    return Math.round(swung(ticks, this.swing.now, ppq / tickPulses) * tickPulses) + this.shift;
  }

  private placeOf(part: number): PartPlace {
    const known = this.places.get(part);
    if (known !== undefined) return known;
    const { material, grid } = this.parts[part - 1]!;
    const tickPulses = pulsesPerTick(grid);
    const place: PartPlace = {
      material,
      tickPulses,
      tick: -1,
      stretch: 0,
      early: [],
      sounding: [],
    };
    this.places.set(part, place);
    return place;
  }
}

/** Those that are `meant`, and the others. */
function partition<Each>(all: readonly Each[], meant: (each: Each) => boolean): [Each[], Each[]] {
  return [all.filter(meant), all.filter((each) => !meant(each))];
}

/** At the end of a list, unless it changes nothing; the last of one onset counts. */
function change<Change extends { readonly onset: number }>(
  list: Change[],
  to: Change,
  what: keyof Change,
): void {
  if (list.at(-1)?.onset === to.onset) list.pop();
  if (list.at(-1)?.[what] !== to[what]) list.push(to);
}

/** A key that is struck again while it sounds ends first, as the ledger has it; `notes` are in order of onset. */
function endAtStrikes(notes: readonly ScoreNote[]): ScoreNote[] {
  const next = new Map<number, number>();
  return notes
    .toReversed()
    .map((note) => {
      const key = 128 * note.channel + note.pitch;
      const struck = next.get(key) ?? Infinity;
      next.set(key, note.onset);
      return { ...note, duration: Math.min(note.duration, struck - note.onset) };
    })
    .toReversed();
}
