import type { Controls, TickPlan } from '../../model/tick.js';
import type { Busyness } from './activity.js';
import type { ModeSettings } from './mode.js';

/** How a player bends what is asked of the model. */
export interface Bend {
  /** -1 to 1: how much fuller or sparser. */
  readonly density: number;
  /** A factor on every loudness. */
  readonly loudness: number;
  readonly fill: boolean;
  /** -1 to 1: how much more than elsewhere the player stresses this tick. */
  readonly accent: number;
}

export const unbent: Bend = { density: 0, loudness: 1, fill: false, accent: 0 };

/** Onsets a beat that ask for nothing: eighths. Twice as many are as busy as it gets, and one a bar as sparse. */
const usualDensity = 2;
const sparsest = 1 / 4;
/** Of `density`, a busy player moves so much; all of it would leave no room beside a fast one. */
const reach = 0.7;
/** Half as many onsets move so much of it. Who comps in quarters, or holds a chord, wants the groove to go on beneath. */
const ease = 0.12;
/** MIDI velocity that asks for nothing; so many steps more or less double or halve. */
const usualLoudness = 80;
const doubling = 64;
const loudest = 127;
/** A phrase is so many bars of the song; a fill may begin in the last half of its last, with a beat to go. */
const phraseBars = 4;
/** A swell of so many steps of MIDI velocity invites a fill. */
const crescendo = 12;

export interface AccompanyAt {
  /** How much of late the player has stressed this place of the bar. */
  readonly accent: number;
  /** Of the song, from 0. */
  readonly bar: number;
  readonly tickInBar: number;
  readonly ticksPerBar: number;
  readonly ticksPerBeat: number;
}

/**
 * What a player asks for by playing; nothing, after a bar of silence. `own` is what the part itself has meant to play, where
 * its window is told the player's very notes: it then plays as busily by itself, and nearly as loud.
 */
export function accompany(
  { listen, lead }: Pick<ModeSettings, 'listen' | 'lead'>,
  player: Busyness,
  at: AccompanyAt,
  own?: Pick<Busyness, 'level'>,
): Bend {
  if (listen === 0 || player.loudness === null || player.quiet > at.ticksPerBar) return unbent;
  const busier = Math.log2(Math.max(player.density, sparsest) / usualDensity);
  const asks = busier > 0 ? reach * clamp(busier) : ease * busier;
  const follows = own === undefined ? asks : 0;
  const louder =
    own === undefined
      ? (player.loudness - usualLoudness) / doubling
      : clamp(Math.log2((player.level ?? 1) / (own.level ?? player.level ?? 1)));
  return {
    density: listen * (lead === 'follow' ? follows : -asks),
    loudness: 2 ** (listen * louder),
    // A drummer leaves room where it is asked to; and what its window is told has its accents already.
    accent: own === undefined && lead === 'follow' ? listen * at.accent : 0,
    fill: endsPhrase(at) && (player.quiet >= at.ticksPerBeat || player.swell >= crescendo),
  };
}

/** The controls of a request, with the density and the accent that a player asks for on top. */
export function bendControls(controls: Controls, { density, accent }: Bend): Controls {
  if (density === 0 && accent === 0) return controls;
  return { ...controls, density: clamp(controls.density + density), accent };
}

/**
 * Every note so many times as loud, and at 0 none: what a synth is told, not what the window is, or it would grow by itself.
 * Accents stay accents, however loud.
 */
export function louder<Plan extends Pick<TickPlan, 'notes'>>(plan: Plan, factor: number): Plan {
  if (factor === 1) return plan;
  const audible = factor > 0 ? plan.notes : [];
  const notes = audible.map((note) => ({
    ...note,
    velocity: Math.max(1, Math.round(loudest * times(note.velocity / loudest, factor))),
  }));
  return { ...plan, notes };
}

/** Of a share, 0 to 1, so many times as much; of what would come to more than a half the less, the more it is, and never more than 1. */
function times(share: number, factor: number): number {
  const straight = 1 / (2 * factor);
  if (factor <= 1 || share <= straight) return share * factor;
  return 1 - ((1 - share) / (1 - straight)) ** (2 * factor - 1) / 2;
}

function endsPhrase({ bar, tickInBar, ticksPerBar, ticksPerBeat }: AccompanyAt): boolean {
  const left = ticksPerBar - tickInBar;
  return bar % phraseBars === phraseBars - 1 && 2 * left <= ticksPerBar && left >= ticksPerBeat;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(-1, value));
}
