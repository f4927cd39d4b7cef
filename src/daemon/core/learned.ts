import { Fault } from '../../model/fault.js';
import { parseCommandArgument } from './command-argument.js';
import { type ControlEvent, type ControlSource, isKnob, onWire } from './control-event.js';
import { placeOf, valueOf } from './control-value.js';
import { requireSetting } from './parse-settings.js';
import { findRow, splitPartName } from './part-settings.js';
import { commands } from './live-commands.js';
import type { Setting, SettingValue, Values } from './setting.js';
import { liveSettings } from './settings.js';

export interface Mapping extends ControlSource {
  /** A live setting, or a command with its argument, of any part: `temperature`, `part/2/fill`, `preset chorus`. */
  readonly target: string;
}

/** What a moved control asks for. */
export type ControlAction =
  | { readonly kind: 'set'; readonly name: string; readonly value: SettingValue }
  | { readonly kind: 'do'; readonly command: string; readonly argument?: string | number }
  | { readonly kind: 'learned'; readonly mapping: Mapping }
  /** It is learned, and asks for nothing now. */
  | { readonly kind: 'nothing' };

/** A learned control, and what is known of it. */
interface Hand {
  /** Undefined where its target is a command. */
  readonly setting: Setting | undefined;
  /** Where it stands, 0 to 1; NaN where nobody knows. */
  position: number;
  /** The value that it set last, or shows. */
  set: SettingValue | undefined;
  /** It was told to stand there. */
  told: boolean;
}

/** A control so near to a setting's place takes hold of it. */
const reach = 1 / 64;
/** The wheel rests in the middle, and is learned when it is bent by so much. */
const bent = 1 / 8;

/** A control has one target, and a target one control: those that had either before have none now. */
export function withMapping(all: readonly Mapping[], taught: Mapping): readonly Mapping[] {
  const others = all.filter((each) => !same(each, taught));
  return [...withoutTarget(others, taught.target), taught];
}

export function withoutTarget(all: readonly Mapping[], target: string): readonly Mapping[] {
  return all.filter((each) => each.target !== target);
}

/** What controls were taught: which moves which setting, or gives which command. Pure. */
export class Learned {
  /** The target that waits for the next control to move. */
  waiting: string | null = null;
  private readonly hands = new Map<Mapping, Hand>();

  /** `parts` is how many play: what was taught of others waits for them. */
  constructor(
    private readonly parts = 1,
    private all: readonly Mapping[] = [],
  ) {}

  get mappings(): readonly Mapping[] {
    return this.all;
  }

  /** The next control that moves is for this. Faults: UNKNOWN_NAME; BAD_VALUE for text, and for what a command cannot take. */
  learn(target: string): void {
    checkTarget(target, this.parts);
    this.waiting = target;
  }

  /** Its control is music again; where it waits for one, it waits no more, and keeps what it had. False where there is none. */
  unlearn(target: string): boolean {
    if (this.waiting === target) {
      this.waiting = null;
      return true;
    }
    const before = this.all.length;
    this.all = withoutTarget(this.all, target);
    return this.all.length < before;
  }

  /** Undefined where the control is none of these: what moved is music. With `pickUp` a knob moves nothing before it has met it. */
  take(event: ControlEvent, values: Values, pickUp: boolean): ControlAction | undefined {
    const mapping = this.all.find((each) => same(each, event));
    const hand =
      mapping !== undefined && plays(mapping, this.parts) ? this.hand(mapping) : undefined;
    // A fader with a motor says where it was told to go: no hand moved it.
    if (hand !== undefined && isThere(hand, event)) return { kind: 'nothing' };
    if (this.waiting !== null && counts(event)) {
      const { kind, channel, number } = event;
      const taught = { kind, channel, number, target: this.waiting };
      this.all = withMapping(this.all, taught);
      this.waiting = null;
      return { kind: 'learned', mapping: taught };
    }
    if (mapping === undefined || hand === undefined) return undefined;
    const { position: before, setting } = hand;
    hand.position = event.value;
    hand.told = false;
    if (setting === undefined) return command(mapping.target, event, before);
    const now = values[setting.name]!;
    if (pickUp && !holds(setting, now, event, before, hand)) return { kind: 'nothing' };
    const value = valueOf(setting, now, event);
    if (value === undefined) return { kind: 'nothing' };
    hand.set = value;
    return { kind: 'set', name: setting.name, value };
  }

  /**
   * What a control surface is to be told, so that faders, rings and lights stand where the settings are; each once. A hand
   * that set a value is not moved by it.
   */
  toShow(values: Values): ControlEvent[] {
    const told: ControlEvent[] = [];
    for (const mapping of this.all) {
      const hand = this.hand(mapping);
      const { setting } = hand;
      if (setting === undefined || !plays(mapping, this.parts)) continue;
      const now = values[setting.name]!;
      const place = placeOf(setting, now, mapping);
      if (place === undefined || (isKnob(mapping) && hand.set === now)) continue;
      const { kind, channel, number } = mapping;
      if (onWire(kind, place) !== onWire(kind, hand.position)) {
        told.push({ kind, channel, number, value: place });
        Object.assign(hand, { position: place, told: true });
      }
      hand.set = now;
    }
    return told;
  }

  /** The surface is another, or was off: where its controls stand, nobody knows. */
  lose(): void {
    this.hands.clear();
  }

  private hand(mapping: Mapping): Hand {
    let hand = this.hands.get(mapping);
    if (hand === undefined) {
      const setting = findRow(mapping.target, liveSettings, this.parts);
      hand = { setting, position: NaN, set: undefined, told: false };
      this.hands.set(mapping, hand);
    }
    return hand;
  }
}

/** It is of one of so many parts. */
function plays({ target }: Mapping, parts: number): boolean {
  return splitPartName(target).part <= parts;
}

function checkTarget(target: string, parts: number): void {
  const [name, argument] = split(target);
  const found = findRow(name, commands, parts);
  if (found !== undefined) {
    parseCommandArgument(found, argument);
    return;
  }
  const setting = requireSetting(target, liveSettings, parts);
  if (setting.type === 'string')
    throw new Fault('BAD_VALUE', `${target} is text, which no control can set`, {
      hint: 'learn a number, a word or a command: learn temperature, learn fill',
    });
}

function split(target: string): [name: string, argument: string | undefined] {
  const space = target.indexOf(' ');
  return space === -1 ? [target, undefined] : [target.slice(0, space), target.slice(space + 1)];
}

function same(a: ControlSource, b: ControlSource): boolean {
  return a.kind === b.kind && a.channel === b.channel && a.number === b.number;
}

/** It is where it was told to stand. */
function isThere({ told, position }: Hand, { kind, value }: ControlEvent): boolean {
  return told && isKnob({ kind }) && onWire(kind, value) === onWire(kind, position);
}

/** A hand moved it, rather than let it go. */
function counts({ kind, value }: ControlEvent): boolean {
  if (kind === 'bend') return Math.abs(value - 0.5) > bent;
  return kind !== 'note' || value > 0;
}

/** A command is given when the control goes past its middle, upwards. */
function command(target: string, { kind, value }: ControlEvent, before: number): ControlAction {
  const [name, argument] = split(target);
  const isPress =
    kind === 'program' || (kind === 'note' ? value > 0 : value >= 0.5 && !(before >= 0.5));
  if (!isPress) return { kind: 'nothing' };
  return { kind: 'do', command: name, ...(argument === undefined ? {} : { argument }) };
}

/** A knob holds what it last set, while nobody else has set it, and what it goes past or comes near to. */
function holds(
  setting: Setting,
  now: SettingValue,
  event: ControlEvent,
  before: number,
  hand: Hand,
): boolean {
  if (setting.type !== 'number' || !isKnob(event)) return true;
  const { value } = event;
  const place = placeOf(setting, now, event)!;
  const met = Math.abs(value - place) <= reach || (before - place) * (value - place) < 0;
  return met || hand.set === now;
}
