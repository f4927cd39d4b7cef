/**
 * Whether a drummer that is told a style plays that style: where in the bar which drums fall, as people of each style have
 * it, and whose people its own bars are nearest to. Beats in four alone, told the usual tempo of the style.
 * `node dist/bench/styles.js DATA [BARS] [MODEL]`
 */
import { loadGenerator } from '../src/daemon/load-generator.js';
import { usualBar } from '../src/model/bars.js';
import { type PieceStyle, pieceStyles } from '../src/model/features.js';
import { readDataset } from '../src/model/files/dataset.js';
import { improvise } from '../src/model/improvise.js';
import type { Piece } from '../src/model/piece.js';
import { plainControls, usualTopP } from '../src/model/tick.js';

const [data = '', bars = '64', folder = ''] = process.argv.slice(2);
const { generator, model } = await loadGenerator(folder, {
  engine: 'ort',
  device: 'cpu',
  threads: 1,
});
const { codec } = model.manifest;
const { splits } = await readDataset(data, { spec: codec, vocabulary: generator.vocabulary });
const ticksPerBar = codec.grid;
const seeds = [1, 2, 3, 4];
/** The first bars of a take are not counted. */
const leadIn = 4;
/** So many bars make a style known. */
const known = 64;
const lanes = generator.vocabulary.names.map((name) => generator.codec.sound(name).lanes);
const laneCount = generator.codec.lanes;

interface Groove {
  readonly style: PieceStyle;
  /** BPM, of the piece in the middle. */
  readonly tempo: number;
  /** [ticksPerBar, lanes] how often each drum falls on each tick of a bar. */
  readonly chances: Float64Array;
}

const people = pieceStyles.map(grooveOf).filter((groove) => groove !== undefined);
const places: { readonly told: number; readonly untold: number }[] = [];
process.stdout.write('| style | told it, nearest to | its own is | untold, its own is |\n');
for (const groove of people) {
  const [told, untold] = [await nearest(groove, true), await nearest(groove, false)];
  const place = { told: told.indexOf(groove.style) + 1, untold: untold.indexOf(groove.style) + 1 };
  places.push(place);
  process.stdout.write(`| ${groove.style} | ${told[0]} | ${place.told} | ${place.untold} |\n`);
}
await generator.close();
const mean = (of: 'told' | 'untold'): string =>
  (places.reduce((sum, place) => sum + place[of], 0) / places.length).toFixed(1);
process.stdout.write(
  `${people.length} styles; mean place of its own ${mean('told')}, untold ${mean('untold')}\n`,
);

function grooveOf(style: PieceStyle): Groove | undefined {
  const pieces = [...splits.train, ...splits.validation].filter(
    (piece) =>
      piece.style === style && piece.kind !== 'fill' && usualBar(piece.bars) === ticksPerBar,
  );
  if (pieces.reduce((sum, { tokens }) => sum + tokens.length, 0) < known * ticksPerBar) return;
  const tempos = pieces.map(({ tempo }) => tempo ?? plainControls.tempo).sort((a, b) => a - b);
  const tokens = pieces.flatMap((piece: Piece) => [...wholeBars(piece.tokens)]);
  return { style, tempo: tempos[tempos.length >> 1]!, chances: chancesOf(tokens) };
}

/** The styles of people, the one whose drums fall most as the model's first. */
async function nearest({ style, tempo }: Groove, isTold: boolean): Promise<PieceStyle[]> {
  const controls = {
    ...plainControls,
    topP: usualTopP,
    tempo,
    style: isTold ? 1 + pieceStyles.indexOf(style) : 0,
  };
  const tokens: number[] = [];
  for (const seed of seeds) {
    generator.reset();
    const ticks = (leadIn + Number(bars) / seeds.length) * ticksPerBar;
    const plans = await improvise(generator, ticks, { ...controls, seed });
    for (const { token } of plans.slice(leadIn * ticksPerBar))
      tokens.push(generator.vocabulary.id(token));
  }
  const own = chancesOf(tokens);
  const far = new Map(people.map((groove) => [groove.style, distance(groove.chances, own)]));
  return [...far.keys()].sort((a, b) => far.get(a)! - far.get(b)!);
}

function wholeBars(tokens: Int32Array): Int32Array {
  return tokens.subarray(0, tokens.length - (tokens.length % ticksPerBar));
}

/** Of whole bars, in a row. */
function chancesOf(tokens: readonly number[]): Float64Array {
  const chances = new Float64Array(ticksPerBar * laneCount);
  for (const [at, token] of tokens.entries())
    for (const lane of lanes[token]!)
      chances[(at % ticksPerBar) * laneCount + lane]! += ticksPerBar / tokens.length;
  return chances;
}

/** Euclid's. */
function distance(one: Float64Array, other: Float64Array): number {
  return Math.hypot(...one.map((chance, at) => chance - other[at]!));
}
