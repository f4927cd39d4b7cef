import type { Clock, Micros } from './core/clock.js';
import type { Control } from './core/control.js';
import type { Log } from './core/log.js';
import { partHears, partName } from './core/part-settings.js';
import { straight, type Swing, type SwungNotes } from './core/swing.js';
import { SwingEar } from './core/swing-ear.js';
import type { PlayEvent } from './threads/play-events.js';

/** A swing that is heard to be another by less is the same, in %. */
const leastChange = 3;

/** It swings as the player does, and leaves a swing that somebody set. Main thread. */
export class SwingFollower {
  private ear = new SwingEar();
  /** What it has set, where the player has not been straight since. */
  private followed: Swing | undefined;

  constructor(
    private readonly control: Control,
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  /** A player struck a key, on a channel of 0 to 15. */
  struck(at: Micros, channel: number): void {
    if (this.control.playing && this.listensTo(channel)) this.ear.key(at);
  }

  /** The first tick of a beat comes within a millisecond of it, nudged. */
  hear(event: PlayEvent): void {
    if (event.type === 'transport') this.begin();
    else if (event.type === 'tick' && event.part === 1 && this.isBeat(event.tickInBar)) this.beat();
  }

  private isBeat(tickInBar: number): boolean {
    const { ticksPerBeat } = this.control.models[0];
    // On a grid of triplets nothing swings.
    return ticksPerBeat % 2 === 0 && tickInBar % ticksPerBeat === 0;
  }

  private beat(): void {
    const { values } = this.control;
    const heard = this.ear.beat(this.clock.now() - (values['nudge'] as number) * 1000);
    if (heard !== undefined && values['swing-from'] === 'player') this.follow(heard);
  }

  /** Another song: nobody swings yet. */
  private begin(): void {
    this.ear = new SwingEar();
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
      const isDeaf =
        values[partName(part, 'mode')] === 'solo' || values[partName(part, 'listen')] === 0;
      if (!isDeaf && partHears(values, part, channel)) return true;
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
