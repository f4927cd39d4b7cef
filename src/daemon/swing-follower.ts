import type { Clock, Micros } from './core/clock.js';
import type { Control } from './core/control.js';
import { Feedback } from './core/feedback.js';
import type { Log } from './core/log.js';
import { partName } from './core/part-settings.js';
import { straight, type Swing, type SwungNotes } from './core/swing.js';
import { SwingEar } from './core/swing-ear.js';
import type { MidiListener } from './io/midi-reader.js';
import type { PlayEvent } from './threads/play-events.js';

/** A swing that is heard to be another by less is the same, in %. */
const leastChange = 3;
/** A note is heard of a little after it was sent, when it may have come back. */
const told: Micros = 5_000;
/** Nobody strikes more keys in a beat. */
const mostKeys = 256;

/** Keys go through it to the music; it swings as they do, and leaves a swing that somebody set. Main thread. */
export class SwingFollower implements Pick<MidiListener, 'key' | 'realTime'> {
  private ear = new SwingEar();
  /** Keys since the last beat. */
  private keys: { readonly pitch: number; readonly velocity: number; readonly at: Micros }[] = [];
  private readonly feedback = new Feedback();
  /** What it has set, where the player has not been straight since. */
  private followed: Swing | undefined;

  constructor(
    private readonly control: Control,
    private readonly music: Pick<MidiListener, 'key' | 'realTime'>,
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  key(pitch: number, velocity: number, at: Micros, channel: number): void {
    const counts = velocity > 0 && this.keys.length < mostKeys && this.listensTo(channel);
    if (counts) this.keys.push({ pitch, velocity, at });
    this.music.key(pitch, velocity, at, channel);
  }

  realTime(...told: Parameters<MidiListener['realTime']>): void {
    this.music.realTime(...told);
  }

  /** The first tick of a beat comes within a millisecond of it, nudged. */
  hear(event: PlayEvent): void {
    const now = this.clock.now();
    if (event.type === 'transport') this.begin();
    else if (event.type === 'note')
      this.feedback.sent(event.pitch, event.velocity, now - told, event.channel - 1);
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
    // By now what they may be the echoes of has been heard of.
    for (const { pitch, velocity, at } of this.keys.splice(0))
      if (this.feedback.origin(pitch, velocity, at) === 'player') this.ear.key(at);
    const heard = this.ear.beat(now - (values['nudge'] as number) * 1000);
    if (heard !== undefined && values['swing-from'] === 'player') this.follow(heard);
  }

  /** Another song: nobody swings yet. */
  private begin(): void {
    this.ear = new SwingEar();
    this.keys = [];
    if (this.isOurs) this.control.set('swing', percentOf(straight));
    this.followed = undefined;
  }

  private follow(heard: Swing): void {
    // A swing that somebody set holds, and so does a straight beat beside a player who swings, until he is straight again.
    const free = this.followed === undefined ? isStraight(this.swing) : this.isOurs;
    const change = Math.abs(percentOf(heard) - percentOf(this.swing));
    const isOther =
      change >= leastChange || (!isStraight(heard) && heard.notes !== this.swing.notes);
    if (free && isOther) this.set(heard);
    if (isStraight(heard)) this.followed = undefined;
    else if (free && isOther) this.followed = this.swing;
  }

  private set(swing: Swing): void {
    const percent = percentOf(swing);
    this.control.set('swing', percent);
    if (!isStraight(swing)) this.control.set('swing-notes', swing.notes);
    const what = isStraight(swing) ? 'not at all' : `${swing.notes}, ${percent} %`;
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

function isStraight({ share }: Swing): boolean {
  return share === straight.share;
}

function percentOf({ share }: Swing): number {
  return Math.round(share * 100);
}
