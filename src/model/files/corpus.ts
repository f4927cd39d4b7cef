import { join } from 'node:path';
import type { CodecSpec } from '../codec/codec.js';
import { countNotes, materialOf, type NoteCounts } from '../codec/material.js';
import type { Bar } from '../codec/metre.js';
import { usualTempo } from '../codec/tempo.js';
import { Fault } from '../fault.js';
import type { Score } from '../score.js';
import { findMidi, readFound, scoreOf, type FoundMidi } from './find-midi.js';
import { readGrooveInfo, type GrooveRow } from './groove-info.js';
import { skip, type Odd, type Skipped } from './notices.js';
import { readRegularFile } from './read-file.js';
import { musicHash } from './same-music.js';
import { contentHash, splitByHash, type Split } from './split.js';

/** A piece of a corpus, and what is known about it. */
export interface Piece {
  readonly file: string;
  readonly split: Split;
  readonly score: Score;
  /** That of the whole of it, where that is known from elsewhere than the score. */
  readonly metre?: Bar;
  readonly bpm?: number;
  readonly style?: string;
  readonly beatType?: 'beat' | 'fill';
}

/**
 * Yields the pieces at a path, one at a time, always in the same order: a folder with Groove's
 * `info.csv`, which then says what is in it and in which split; or else whatever `findMidi` finds,
 * split by content (`splitByHash`). A file that is broken, empty or missing is added to `skipped`
 * and the run goes on; what is wrong with one that is read all the same is added to `odd`. Throws `Fault` FILE_MISSING or
 * FILE_UNREADABLE where the path itself cannot be read, and DATA_EMPTY where no piece came of it.
 */
export async function* readCorpus(
  path: string,
  { skipped, odd }: { readonly skipped: Skipped[]; readonly odd: Odd[] },
  { survey, material }: Wanted = {},
): AsyncGenerator<Piece> {
  let pieces = 0;
  const rows = await readInfo(path);
  const { shares } = rows
    ? nothingShared
    : (survey ?? (await surveyCorpus(path, material ?? 'any')));
  for await (const { found, about } of rows ? listed(path, rows) : discovered(path, shares)) {
    let score: Score;
    const oddities: Odd[] = [];
    try {
      score = scoreOf(found, (oddity) => oddities.push({ file: found.file, ...oddity }));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      skipped.push(skip(error, found.file));
      continue;
    }
    odd.push(...oddities);
    pieces++;
    const bpm = usualTempo(score);
    yield {
      file: found.file,
      score,
      ...(bpm === undefined ? {} : { bpm }),
      ...about,
    };
  }
  if (pieces === 0) throw nothingUsable(path, skipped);
}

/**
 * Every file that may be of the corpus at `path`, and the `info.csv` where that says which, always in the same order.
 * @throws Fault as `readCorpus` does where the path itself cannot be read.
 */
export async function* filesOfCorpus(path: string): AsyncGenerator<FoundMidi> {
  const rows = await readInfo(path);
  if (rows === undefined) {
    yield* findMidi(path);
    return;
  }
  yield await readFound(join(path, 'info.csv'));
  for await (const { found } of listed(path, rows)) yield found;
}

/** What a piece comes from, and what is known about it beside its score. */
interface Source {
  readonly found: FoundMidi;
  readonly about: Pick<Piece, 'split'> &
    Partial<Pick<Piece, 'style' | 'bpm' | 'beatType' | 'metre'>>;
}

async function readInfo(path: string): Promise<(GrooveRow | Fault)[] | undefined> {
  try {
    const bytes = await readRegularFile(join(path, 'info.csv'), 64 * 1024 * 1024);
    return readGrooveInfo(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof Fault && error.code === 'FILE_MISSING') return undefined;
    throw error;
  }
}

async function* listed(
  folder: string,
  rows: readonly (GrooveRow | Fault)[],
): AsyncGenerator<Source> {
  for (const row of rows) {
    if (row instanceof Fault) {
      const file = join(folder, row.file ?? 'info.csv');
      yield { found: { file, fault: row }, about: { split: 'train' } };
      continue;
    }
    const { midi, ...about } = row;
    yield { found: await readFound(join(folder, midi)), about };
  }
}

async function* discovered(
  path: string,
  shares: ReadonlyMap<string, Split>,
): AsyncGenerator<Source> {
  for await (const found of findMidi(path)) {
    const split = ('bytes' in found && shares.get(contentHash(found.bytes))) || 'train';
    yield { found, about: { split } };
  }
}

/** What takes a pass over a whole corpus to know, of which nothing else is kept. */
export interface Survey {
  /** The split of each content: only files that are read and have something of the material count. */
  readonly shares: ReadonlyMap<string, Split>;
  readonly material: CodecSpec['material'];
  /** Drums are asked for, and nothing is on channel 10: programs that sell beats write them on channel 1. */
  readonly drumsAnywhere: boolean;
}
const nothingShared: Pick<Survey, 'shares'> = { shares: new Map() };

/** What is known of a corpus before it is read: a survey, or else the material, without which any note counts. */
export type Wanted = Partial<Pick<Survey, 'material'>> & { readonly survey?: Survey | undefined };

/**
 * The material is that of most notes where it is not given; of `any`, each file with a note counts for the splits.
 * @throws Fault as `readCorpus` does where the path itself cannot be read.
 */
export async function surveyCorpus(
  path: string,
  given?: Survey['material'] | 'any',
): Promise<Survey> {
  const files: { readonly hash: string; readonly music: string; readonly counts: NoteCounts }[] =
    [];
  const total = { drums: 0, all: 0 };
  for await (const found of filesOfCorpus(path)) {
    if ('fault' in found) continue;
    const counts = { drums: 0, all: 0 };
    let music: string;
    try {
      const score = scoreOf(found);
      countNotes(score, counts);
      music = musicHash(score);
    } catch {
      continue;
    }
    total.drums += counts.drums;
    total.all += counts.all;
    files.push({ hash: contentHash(found.bytes), music, counts });
  }
  const usual = materialOf(total);
  const counted = given ?? usual;
  const drumsAnywhere = counted === 'drums' && total.drums === 0;
  const own = ({ drums, all }: NoteCounts): number =>
    ({ drums: drumsAnywhere ? all : drums, notes: all - drums, any: all })[counted];
  const shares = sharesOf(files.filter(({ counts }) => own(counts) > 0));
  return { shares, material: counted === 'any' ? usual : counted, drumsAnywhere };
}

/** All files of the same music have the split of the first of them: what is learned by heart is not what is scored. */
function sharesOf(
  files: readonly { readonly hash: string; readonly music: string }[],
): Map<string, Split> {
  const firsts = new Map<string, string>();
  for (const { hash, music } of files) {
    const first = firsts.get(music);
    if (first === undefined || hash < first) firsts.set(music, hash);
  }
  const shares = splitByHash(firsts.values());
  return new Map(files.map(({ hash, music }) => [hash, shares.get(firsts.get(music)!)!]));
}

/** @param skipped why each cannot be used; what helps with the first is the hint, or `hint` where nothing is wrong with it. */
export function nothingUsable(path: string, skipped: readonly Skipped[], hint = giveFiles): Fault {
  const [first] = skipped;
  const message =
    first === undefined
      ? 'there are no MIDI files'
      : `none of the MIDI files can be used; the first of ${skipped.length}, ${first.file}: ${first.message}`;
  return new Fault('DATA_EMPTY', message, { file: path, hint: first?.hint ?? hint });
}

const giveFiles = 'give a folder, a .zip or a file of .mid or .midi';
