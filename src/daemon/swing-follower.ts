import type { Clock, Micros } from './core/clock.js';
import type { Control } from './core/control.js';
import type { Log } from './core/log.js';
import { partName } from './core/part-settings.js';
import { straight, type Swing, type SwungNotes } from './core/swing.js';
import { SwingEar } from './core/swing-ear.js';
import type { MidiListener } from './io/midi-reader.js';
import type { PlayEvent } from './threads/play-events.js';

/** A swing that is heard to be another by less is the same, in %. */
const leastChange = 3;
/** A key of the pitch and velocity of a note that was sent so long before is that note, come back by a cable. */
const echo: Micros = 150_000;
/** A note is heard of a little after it was sent, when it may have come back. */
const told: Micros = 5_000;
/** Nobody plays more of them in a beat. */
const mostStrokes = 256;

interface Stroke {
  readonly pitch: number;
  readonly velocity: number;
  readonly at: Micros;
}

/** Keys go through it to the music; it swings as they do, and leaves a swing that somebody set. Main thread. */
export class SwingFollower implements Pick<MidiListener, 'key' | 'realTime'> {
  private ear = new SwingEar();
  /** Keys since the last beat. */
  private keys: Stroke[] = [];
  /** Notes that were sent of late. */
  private sent: Stroke[] = [];
  /** What it has set, where the player has not been straight since. */
  private followed: Swing | undefined;

  constructor(
    private readonly control: Control,
    private readonly music: Pick<MidiListener, 'key' | 'realTime'>,
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  key(pitch: number, velocity: number, at: Micros, channel: number): void {
    if (velocity > 0 && this.listensTo(channel)) this.keep(this.keys, { pitch, velocity, at });
    this.music.key(pitch, velocity, at, channel);
  }

  realTime(...told: Parameters<MidiListener['realTime']>): void {
    this.music.realTime(...told);
  }

  /** The first tick of a beat comes within a millisecond of it, nudged. */
  hear(event: PlayEvent): void {
    const now = this.clock.now();
    if (event.type === 'transport') this.begin();
    else if (event.type === 'note') this.keep(this.sent, { ...event, at: now });
    else if (event.type === 'tick' && event.part === 1 && this.isBeat(event.tickInBar))
      this.beat(now);
  }

  private isBeat(tickInBar: number): boolean {
    const { ticksPerBeat } = this.control.models[0];
    // On a grid of triplets nothing swings.
    return ticksPerBeat % 2 === 0 && tickInBar % ticksPerBeat === 0;
  }

  private beat(now: Micros): void {
    const { values } = this.control;
    for (const key of this.keys.splice(0)) if (!this.isEcho(key)) this.ear.key(key.at);
    this.sent = this.sent.filter(({ at }) => at > now - echo);
    const heard = this.ear.beat(now - (values['nudge'] as number) * 1000);
    if (heard !== undefined && values['swing-from'] === 'player') this.follow(heard);
  }

  private keep(strokes: Stroke[], stroke: Stroke): void {
    if (strokes.length < mostStrokes) strokes.push(stroke);
  }

  private isEcho({ pitch, velocity, at }: Stroke): boolean {
    const isSame = (note: Stroke) => note.pitch === pitch && note.velocity === velocity;
    return this.sent.some((note) => isSame(note) && at > note.at - told && at < note.at + echo);
  }

  /** Another song: nobody swings yet. */
  private begin(): void {
    this.ear = new SwingEar();
    this.keys = [];
    if (this.isOurs) this.control.set('swing', percentOf(straight));
    this.followed = undefined;
  }

  private follow(heard: Swing): void {
    const isStraight = heard.share === straight.share;
    // A swing that somebody set holds, and so does a straight beat beside a player who swings, until he is straight again.
    const free = this.followed === undefined ? percentOf(this.swing) === 50 : this.isOurs;
    const change = Math.abs(percentOf(heard) - percentOf(this.swing));
    const isOther = change >= leastChange || (!isStraight && heard.notes !== this.swing.notes);
    if (free && isOther) this.set(heard);
    if (isStraight) this.followed = undefined;
    else if (free && isOther) this.followed = this.swing;
  }

  private set(swing: Swing): void {
    const percent = percentOf(swing);
    this.control.set('swing', percent);
    if (percent !== 50) this.control.set('swing-notes', swing.notes);
    const what = percent === 50 ? 'not at all' : `${swing.notes}, ${percent} %`;
    this.log('info', `Swings as you do: ${what}.`);
  }

  /** As it is set. */
  private get swing(): Swing {
    const { values } = this.control;
    return {
      share: (values['swing'] as number) / 100,
      notes: values['swing-notes'] as SwungNotes,
    };
  }

  private get isOurs(): boolean {
    const { share, notes } = this.swing;
    return this.followed?.share === share && this.followed.notes === notes;
  }

  /** Whether any part goes by what is played on a channel of 0 to 15. */
  private listensTo(channel: number): boolean {
    const { values, parts } = this.control;
    for (let part = 1; part <= parts; part += 1) {
      const hears = values[partName(part, 'hears')] as number;
      const isDeaf =
        values[partName(part, 'mode')] === 'solo' || values[partName(part, 'listen')] === 0;
      if (!isDeaf && (hears === 0 || hears === channel + 1)) return true;
    }
    return false;
  }
}

function percentOf({ share }: Swing): number {
  return Math.round(share * 100);
}
