import type { Sound } from './codec/codec.js';
import { featureWidth, type FeatureGroup } from './net/architecture.js';

/**
 * What the network is told beside a token, by the names of its feature groups. What is not known is null, and given as
 * zeros: training leaves out each of them at times, so that the network does without.
 */
export interface Told {
  /** Place in the bar, in ticks, of the tick that follows: the one to be predicted. */
  readonly position: number | null;
  /** [L] loudness and micro-offset of what the token began. */
  readonly velocity: Float32Array | null;
  readonly offset: Float32Array | null;
  /** [bars * L] the same of what began one bar before the tick that follows, two bars before, and so on: see `ofBars`. */
  readonly velocityBefore: Float32Array | null;
  readonly offsetBefore: Float32Array | null;
  /** [phraseBars] what there was so many bars before the tick that follows: how a tune goes on is often how it went. */
  readonly soundsBefore: readonly (Sound | null)[] | null;
  /** Whether the bar of the tick that follows is that of `repriseBars` before. */
  readonly reprise: boolean | null;
  /** Whether the piece keeps a beat going, or is a fill. */
  readonly kind: PieceKind | null;
  readonly style: PieceStyle | null;
  /** BPM. */
  readonly tempo: number | null;
}

/** Bars before a tick whose loudness and timing a network may be told of. */
export const barsBefore = 4;

/** Bars before a tick whose pitches a network may be told of: within a phrase, and as far back as a tune's first part. */
export const phraseBars = [2, 4, 8, 16] as const;

/** Bars of a phrase: after so many a tune most often plays them again, of those in `phraseBars`. */
export const repriseBars = 8;

/** The keys of a piano, from MIDI pitch 21 on; pitches beyond are told as those an octave or more nearer. */
const lowestKey = 21;
const keys = 88;
/** Columns of a `Sound`: its keys, and 1 where nothing begins and what sounds goes on. */
export const soundWidth = keys + 1;

/** [barsBefore * L] what `lanes` [L] gives for each number of bars ago, from 1 on, side by side; zeros where nothing is known. */
export function ofBars(L: number, lanes: (barsAgo: number) => Float32Array | null): Float32Array {
  const all = new Float32Array(barsBefore * L);
  for (let bars = 0; bars < barsBefore; bars++) {
    const then = lanes(bars + 1);
    if (then !== null) all.set(then, bars * L);
  }
  return all;
}

/** An input of a network by the name of its token, null for the start of the stream, and what goes with it. */
export interface NamedInput {
  readonly token: string | null;
  readonly told: Told;
}

/** Nothing but a token is known. */
export const nothingTold: Told = {
  position: null,
  velocity: null,
  offset: null,
  velocityBefore: null,
  offsetBefore: null,
  soundsBefore: null,
  reprise: null,
  kind: null,
  style: null,
  tempo: null,
};

export type PieceKind = (typeof pieceKinds)[number];
export const pieceKinds = ['beat', 'fill'] as const;

/** The styles of the Groove MIDI Dataset, in alphabetical order: a network's columns, so their order never changes. */
export const pieceStyles = [
  'afrobeat',
  'afrocuban',
  'blues',
  'country',
  'dance',
  'funk',
  'gospel',
  'highlife',
  'hiphop',
  'jazz',
  'latin',
  'middleeastern',
  'neworleans',
  'pop',
  'punk',
  'reggae',
  'rock',
  'soul',
] as const;
export type PieceStyle = (typeof pieceStyles)[number];

/** The style that `text` names or begins with, as `funk/groove1` does; null for another. */
export function styleOf(text: string): PieceStyle | null {
  const name = text.split('/')[0].toLowerCase();
  return pieceStyles.find((style) => style === name) ?? null;
}

/** Writes the features [F] of one input into `into` at `at`. A position past the table's width wraps. */
export function writeFeatures(
  groups: readonly FeatureGroup[],
  told: Told,
  into: Float32Array,
  at: number,
): void {
  let begin = at;
  for (const { name, width } of groups) {
    into.fill(0, begin, begin + width);
    writeGroup(name, told, into.subarray(begin, begin + width));
    begin += width;
  }
}

/** The features of one input, [F]. */
export function features(
  architecture: { features: readonly FeatureGroup[] },
  told: Told,
): Float32Array {
  const row = new Float32Array(featureWidth(architecture));
  writeFeatures(architecture.features, told, row, 0);
  return row;
}

function writeGroup(name: FeatureGroup['name'], told: Told, into: Float32Array): void {
  switch (name) {
    case 'position':
      if (told.position !== null) into[told.position % into.length] = 1;
      break;
    case 'kind':
      if (told.kind !== null) into[pieceKinds.indexOf(told.kind)] = 1;
      break;
    case 'reprise':
      if (told.reprise !== null) into[told.reprise ? 1 : 0] = 1;
      break;
    case 'style':
      if (told.style !== null) into[pieceStyles.indexOf(told.style)] = 1;
      break;
    case 'tempo':
      // About -1 to 1 over the tempos that people play at.
      if (told.tempo !== null) into[0] = (told.tempo - 120) / 60;
      break;
    case 'velocity':
    case 'offset':
    case 'velocityBefore':
    case 'offsetBefore':
      if (told[name] !== null) into.set(told[name].subarray(0, into.length));
      break;
    case 'soundsBefore':
      told.soundsBefore?.forEach((sound, at) => {
        if (sound !== null) writeSound(sound, into.subarray(at * soundWidth));
      });
      break;
  }
}

function writeSound({ kind, pitches }: Sound, into: Float32Array): void {
  for (const pitch of pitches) into[keyOf(pitch)] = 1;
  if (kind === 'hold') into[keys] = 1;
}

function keyOf(pitch: number): number {
  let key = pitch - lowestKey;
  while (key < 0) key += 12;
  while (key >= keys) key -= 12;
  return key;
}
