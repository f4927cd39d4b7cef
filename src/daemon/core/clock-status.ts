import type { Micros } from './clock.js';
import { count } from './count.js';
import type { Values } from './setting.js';

/** Whose beat it plays: its own, that of a MIDI clock, of an Ableton Link session, or of who plays beside it. */
export const beatSources = ['internal', 'midi', 'link', 'player'] as const;
export type BeatSource = (typeof beatSources)[number];

/** Where the beat comes from, in a word: ours, or another machine's clock and how that is. */
export const clockStates = [
  'internal',
  'waiting',
  'following',
  'free-wheeling',
  'two clocks',
  'link',
  'player',
] as const;

/** How many strokes of a player's begin what stands still; 0 where they do not. Where others keep the beat, theirs begins it. */
export function strokesToBegin({ clock, 'count-in': strokes }: Values): number {
  return clock === 'internal' || clock === 'player' ? (strokes as number) : 0;
}

export interface ClockStatus {
  readonly state: (typeof clockStates)[number];
  /** The tempo that is played, or would be. */
  readonly bpm: number;
  /** That of a second clock, which is left out; 0 where there is none. With Link: how many others are in the session. */
  readonly other: number;
}

/** BPM, and microseconds. */
const tempoNews = 0.05;
const newsPause: Micros = 500_000;

/**
 * Whether clients are to hear of it, who heard of `told` so long ago: a tempo that wanders, and others who come and go, twice a
 * second at most.
 */
export function isClockNews(status: ClockStatus, told: ClockStatus, passed: Micros): boolean {
  const { state, bpm, other } = status;
  if (state !== told.state) return true;
  const isOther = state === 'link' ? other !== told.other : (other === 0) !== (told.other === 0);
  return (isOther || Math.abs(bpm - told.bpm) >= tempoNews) && passed >= newsPause;
}

/** One line for people. */
export function describeClock({ state, bpm, other }: ClockStatus): string {
  const tempo = `${bpm.toFixed(1)} BPM`;
  switch (state) {
    case 'internal':
      return `its own clock, ${tempo}`;
    case 'waiting':
      return 'waits for a MIDI clock';
    case 'following':
      return `follows a MIDI clock, ${tempo}`;
    case 'free-wheeling':
      return `no MIDI clock comes: goes on alone, ${tempo}`;
    case 'two clocks':
      return `two MIDI clocks: follows the one of ${tempo}, leaves out ${other.toFixed(1)} BPM`;
    case 'link':
      return `${describeLink(other)}, ${tempo}`;
    case 'player':
      return `goes with your tempo, ${tempo}`;
  }
}

/** How many others are in a Link session. */
export function describeLink(others: number): string {
  if (others === 0) return 'Ableton Link, nobody else yet';
  return `Ableton Link with ${count(others, 'other')}`;
}
