import { stepMaterials } from '../../model/codec/step-material.js';
import type { HeardNote } from '../../model/codec/codec.js';
import type { Controls, TickPlan } from '../../model/tick.js';
import type { Bend } from './accompany.js';
import type { Micros } from './clock.js';
import type { PartOptions } from './conductor-output.js';
import { Hearing } from './hearing.js';
import { type Hand, HeldKeys } from './held-keys.js';
import { LeftHand } from './left-hand.js';
import type { Mode, ModeSettings, Turn } from './mode.js';
import { hearsChannel, sounds } from './mode.js';
import { Partner, type TurnPlace } from './partner.js';
import { type Tap, Taps } from './taps.js';

/** A live player's key went down, or up where `velocity` is 0, at `micros`. */
export interface PlayerKey {
  readonly pitch: number;
  readonly velocity: number;
  readonly micros: Micros;
  /** MIDI channel, 0 to 15. */
  readonly channel: number;
}

/** What a key does at once: the notes of a tap, or the end of all that sounds or will. */
export type KeyEffect = Tap | 'hush' | null;

/** What the window is to be told of the tick before, and how the next plan is to be drawn. */
export interface Feed {
  readonly heard: readonly HeardNote[] | null;
  readonly held: boolean;
  readonly played: TickPlan | null;
  readonly armed: boolean;
}

const drumChannel = stepMaterials.drums.channel;

/** One part and a player: what a key does at once, whose turn a tick is, and what the part hears of the tick before. */
export class Duet {
  private readonly partner: Partner;
  private readonly hearing: Hearing;
  private readonly taps = new Taps();
  private readonly leftHand = new LeftHand();
  /** Of the keys that it heard. */
  private readonly keys = new HeldKeys();
  private split: number;
  private hears: number;
  /** The turn of the tick before the one last decided. */
  private last: Turn = 'waits';
  /** Where the last tap was, in ticks, if that was on a pad: nobody holds a pad. */
  private padTap: number | null = null;

  constructor(private readonly options: Pick<PartOptions, 'grid' | 'material' | 'mode'>) {
    const { grid, mode } = options;
    this.split = mode.split;
    this.hears = mode.hears;
    this.partner = new Partner({ ticksPerBeat: grid / 4, settings: mode });
    this.hearing = new Hearing(grid / 4);
  }

  /** The controls of a request, with the chord of the left hand where it has played one. */
  lock(controls: Controls): Controls {
    const { pitchClasses } = this.leftHand;
    return pitchClasses === null ? controls : { ...controls, pitchClasses };
  }

  get mode(): Mode {
    return this.partner.mode;
  }

  get turn(): Turn {
    return this.partner.turn;
  }

  /** What sounded ends at `tick`, which was decided last: it is the first of its turn, or the tap of a pad was a beat ago. */
  ends(tick: number): boolean {
    if (this.last !== this.turn) return true;
    if (this.padTap === null || tick < this.padTap + this.options.grid / 4) return false;
    this.padTap = null;
    return true;
  }

  /** A mode holds from the next bar line on. */
  set(settings: ModeSettings): void {
    this.partner.set(settings);
    this.split = settings.split;
    this.hears = settings.hears;
    if (this.split === 0) this.leftHand.clear();
  }

  /** The music goes on at `tick`, wherever it was: nothing was heard yet. */
  locate(tick: number): void {
    this.partner.locate(tick);
    this.hearing.clear();
    this.taps.clear();
    this.padTap = null;
  }

  /** No key is down any more, whatever came of its note-off. */
  liftKeys(): void {
    this.keys.clear();
  }

  /** Whether it goes by what is played on a MIDI channel of 0 to 15. */
  listensTo(channel: number): boolean {
    return hearsChannel(this.hears, channel);
  }

  /** `position` is in ticks; null where no music goes on. Keys are followed even then. */
  hear(key: PlayerKey, position: number | null): KeyEffect {
    const { pitch, velocity, channel } = key;
    const hand = velocity > 0 ? this.handOf(key) : this.keys.up(channel, pitch);
    if (hand === undefined) return null;
    if (velocity > 0) this.keys.down(channel, pitch, hand);
    if (hand === 'chord') {
      if (velocity > 0) this.leftHand.play(this.keys.chordPitches());
      return null;
    }
    if (position === null) return null;
    if (velocity === 0) return this.keyUp(position, channel);
    const hushed = this.partner.noteOn(velocity, position, this.speaks(channel));
    switch (this.turn) {
      case 'plays':
        return null;
      case 'taps':
        this.padTap = channel === drumChannel ? position : null;
        return this.taps.tap(key, position);
      case 'accompanies':
        // A keyboard's notes are no drums: its rhythm and loudness steer, and the groove stays.
        if (this.speaks(channel)) this.hearing.noteOn(pitch, velocity, position);
        return null;
      case 'listens':
      case 'waits':
        this.hearing.noteOn(pitch, velocity, position);
        return hushed ? 'hush' : null;
    }
  }

  /** Whose turn a tick is. Ticks come in order; each once. */
  decide(place: Omit<TurnPlace, 'holding'>): Turn {
    this.last = this.turn;
    return this.partner.decide({ ...place, holding: this.holding });
  }

  /**
   * What the window is told of the tick before `tick`, which was decided last; null where its window stays as it is.
   * `replaced` is what was played there in place of the plan.
   */
  feed(tick: number, replaced: TickPlan | null, seed: number): Feed | null {
    const { last, turn } = this;
    const notes = this.hearing.take(tick - 1);
    const held = this.keys.playing;
    const armed = turn === 'taps';
    const own = { heard: null, held, played: sounds(last) ? replaced : null, armed };
    // Between taps its groove goes on unheard: rests there would leave it no beat to place the next tap in.
    if (last === 'taps') return { ...own, played: this.taps.take(tick - 1) };
    const silent = notes === null || notes.length === 0;
    if (last === 'waits' && silent) return turn === 'waits' ? null : own;
    if (turn === 'waits' && last !== 'listens') return null;
    if (last === 'plays' || !this.partner.hears(tick - 1, seed)) return own;
    if (last === 'accompanies') return { ...own, heard: notes };
    return { ...own, heard: notes ?? [] };
  }

  /** The plan that sounds at the tick decided last. */
  plays(plan: TickPlan): void {
    this.partner.plays(plan);
  }

  /** The plan that taps will fire. */
  arm(plan: TickPlan): void {
    this.taps.arm(plan);
  }

  /** How the player bends the plan of the tick last decided. */
  bend(): Bend {
    return this.partner.bend();
  }

  /** What a key is for that goes down now; undefined where it is another player's. */
  private handOf({ pitch, channel }: PlayerKey): Hand | undefined {
    if (!this.listensTo(channel)) return undefined;
    return pitch < this.split && channel !== drumChannel ? 'chord' : 'melody';
  }

  private keyUp(position: number, channel: number): KeyEffect {
    if (this.options.material !== 'notes') return null;
    this.partner.noteEnd(position);
    const isPad = channel === drumChannel;
    return this.turn === 'taps' && !isPad && !this.keys.playing ? 'hush' : null;
  }

  private get holding(): boolean {
    return this.options.material === 'notes' && this.keys.playing;
  }

  /** Whether what is played on a channel is of the part's own material. */
  private speaks(channel: number): boolean {
    return (channel === drumChannel) === (this.options.material === 'drums');
  }
}
