/** How it plays with somebody (docs/jam.md). The first is the default. */
export const modes = ['accompany', 'solo', 'continue', 'trade', 'shadow'] as const;
export type Mode = (typeof modes)[number];

export const leads = ['follow', 'make-room'] as const;
export type Lead = (typeof leads)[number];

export const tradeFirsts = ['you', 'it'] as const;
export type TradeFirst = (typeof tradeFirsts)[number];

export interface ModeSettings {
  readonly mode: Mode;
  /** 0 to 1: how much it goes where the player goes; 0 is not at all. */
  readonly listen: number;
  /** The player that it hears, by MIDI channel, 1 to 16; 0 is everybody. */
  readonly hears: number;
  /** What it does in `accompany` when the player plays busier. */
  readonly lead: Lead;
  /** Beats without a note after which it goes on in `continue`. */
  readonly patience: number;
  /** Bars each, in `trade`. */
  readonly tradeBars: number;
  readonly tradeFirst: TradeFirst;
  /** Keys of a keyboard below this pitch choose a chord, and are heard no further; 0 is off. */
  readonly split: number;
}

/** Whether the setting `hears` is of a player on a MIDI channel of 0 to 15. */
export function hearsChannel(hears: number, channel: number): boolean {
  return hears === 0 || hears === channel + 1;
}

/** Whether a channel of 1 to 16 is that of a drum pad. */
export function isPad(channel: number): boolean {
  return channel === padChannel;
}

/** As General MIDI has it. */
const padChannel = 10;

/**
 * Whether a part that plays `material` takes keys on a channel of 1 to 16 for notes of its own: beside a groove that goes on
 * a keyboard's are no drums, only rhythm and loudness; where it listens to them they are what it goes on from.
 */
export function takesNotes(material: 'drums' | 'notes', channel: number, turn: Turn): boolean {
  const speaks = isPad(channel) === (material === 'drums');
  return speaks || turn === 'listens' || turn === 'waits';
}

/**
 * What it does at one tick.
 * - `plays`: its plan sounds, and it hears itself.
 * - `accompanies`: its plan sounds, and it hears the player where there is one.
 * - `listens`: it is silent, and hears the player, rests too.
 * - `waits`: it is silent, and so is the player; its window stays as it is.
 * - `taps`: its plan waits for the player's taps, and it hears what they played; between them, what it would have played.
 */
export const turns = ['plays', 'accompanies', 'listens', 'waits', 'taps'] as const;
export type Turn = (typeof turns)[number];

/** What a turn depends on; places are in ticks. */
export interface TurnAt {
  readonly tick: number;
  /** Of the song, from 0. */
  readonly bar: number;
  readonly ticksPerBeat: number;
  /** Ticks of this bar. */
  readonly ticksPerBar: number;
  /** Where the mode began. */
  readonly since: number;
  /** Where the present bars of the player began, in `trade`. */
  readonly turnSince: number;
  /** The player's last onset, or the end of the last note where notes sustain; -Infinity where there was none. */
  readonly last: number;
  /** The player holds a note that sustains. */
  readonly holding: boolean;
}

/** What it does at a tick. */
export function turnAt(settings: ModeSettings, at: TurnAt): Turn {
  switch (settings.mode) {
    case 'accompany':
      return 'accompanies';
    case 'solo':
      return 'plays';
    case 'continue':
      return continueTurn(settings, at);
    case 'trade':
      if (tradeTurn(settings, at.bar) === 'it') return 'plays';
      return at.holding || at.tick - Math.max(at.last, at.turnSince) <= at.ticksPerBar
        ? 'listens'
        : 'waits';
    case 'shadow':
      return 'taps';
  }
}

/** Whose bar it is; counted from the song's first, so that fours lie on the song's own fours. */
export function tradeTurn(
  { tradeBars, tradeFirst }: Pick<ModeSettings, 'tradeBars' | 'tradeFirst'>,
  bar: number,
): TradeFirst {
  const first = Math.floor(bar / tradeBars) % 2 === 0;
  return first === (tradeFirst === 'you') ? 'you' : 'it';
}

/** Silent until the player has played and then stopped for so long; the tick it begins on is the last within that time. */
function continueTurn({ patience }: ModeSettings, at: TurnAt): Turn {
  if (at.holding) return 'listens';
  if (at.last < at.since - 1 / 2) return 'waits';
  if (at.tick + 1 > at.last + patience * at.ticksPerBeat) return 'plays';
  return at.tick - at.last <= at.ticksPerBar ? 'listens' : 'waits';
}

/** The same in a word or two, for people who play. */
export function describeTurn(mode: Mode, turn: Turn): string {
  switch (turn) {
    case 'plays':
      return mode === 'trade' ? 'its bars' : mode === 'continue' ? 'goes on' : 'plays';
    case 'accompanies':
      return 'plays along';
    case 'listens':
      return mode === 'trade' ? 'your bars' : 'listens';
    case 'waits':
      return mode === 'trade' ? 'your bars' : 'waits for you';
    case 'taps':
      return 'plays your taps';
  }
}

/** What it waits for while the music goes on and it plays nothing by itself, for clients; null where it plays. */
export function waitsFor(mode: Mode, turn: Turn): string | null {
  return sounds(turn) ? null : describeTurn(mode, turn);
}

/** Whether the plan is to sound by itself. */
export function sounds(turn: Turn): boolean {
  return turn === 'plays' || turn === 'accompanies';
}

/** Whether it plays on in a mode while the player does, in every bar. */
export function soundsThroughout(mode: Mode): boolean {
  return mode === 'accompany' || mode === 'solo';
}
