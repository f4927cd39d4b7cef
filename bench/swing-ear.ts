/**
 * How the drummers of Groove are heard to swing, by style: of the beats of all performances in 4/4 from the third bar on, how
 * many are heard as straight, as swung and as neither, and the swing in the middle. Then the same of players who are straight
 * and play beside the beat throughout: of some who are made up, and of the drummers who are never heard to swing on it.
 * `node dist/bench/swing-ear.js DATA`
 */
import { medianOf } from '../src/daemon/core/median.js';
import { straight, type Swing } from '../src/daemon/core/swing.js';
import { SwingEar } from '../src/daemon/core/swing-ear.js';
import { type Piece, readCorpus } from '../src/model/files/corpus.js';
import { normal, Rng } from '../src/model/rng.js';

const [data = ''] = process.argv.slice(2);
type Heard = readonly (Swing | undefined)[];
/** Onsets in beats, in order. */
type Onsets = readonly number[];
/** In beats. */
const offsets = [-0.3, -0.25, -0.2, -0.15, -0.125, -0.1, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3];
const styles = new Map<string, Heard>();
const straightOnes: [Onsets, tempo: number][] = [];
const kinds = ['straight', '16ths', '8ths', undefined] as const;

for await (const piece of readCorpus(data, { skipped: [], odd: [] })) {
  const { style = 'any', beatType, metre, bpm = 120 } = piece;
  if (beatType !== 'beat' || metre?.numerator !== 4) continue;
  const onsets = onsetsOf(piece);
  const heard = heardIn(onsets, bpm);
  styles.set(style, [...(styles.get(style) ?? []), ...heard]);
  const isStraight =
    heard.includes(straight) && !heard.some((swing) => swing && swing !== straight);
  if (isStraight) straightOnes.push([onsets, bpm]);
}
const rows = [['all', [...styles.values()].flat()] as const, ...styles];
print(
  'style',
  rows.sort(([, a], [, b]) => b.length - a.length),
);
print('straight, beside the beat', [...besideBeat()]);

/** Players of straight notes, each so many beats beside the beat. */
function* besideBeat(): Generator<readonly [string, Heard]> {
  for (const [name, places] of [
    ['eighths', [0, 0.5]],
    ['sixteenths', [0, 0.25, 0.5, 0.75]],
  ] as const)
    for (const shake of [0, 0.02]) {
      const rng = new Rng(1);
      const heard = offsets.flatMap((off) => heardIn(robot(places, off, shake, rng), 120));
      yield [`${name}, give or take ${shake}`, heard];
    }
  for (const off of offsets) {
    const moved = (onsets: Onsets) => onsets.map((at) => at + off);
    yield [
      `drummers, ${off}`,
      straightOnes.flatMap(([onsets, bpm]) => heardIn(moved(onsets), bpm)),
    ];
  }
}

function robot(places: Onsets, off: number, shake: number, rng: Rng): Onsets {
  const beats = Array.from({ length: 200 }, (_, beat) => beat + 1 + off);
  return beats.flatMap((beat) =>
    places.map((place) => beat + place + shake * normal(rng.next(), rng.next())),
  );
}

function onsetsOf({ score }: Piece): Onsets {
  return score.notes.map(({ onset }) => onset / score.ppq).sort((a, b) => a - b);
}

/** What is heard at each beat from the third bar on. */
function heardIn(onsets: Onsets, bpm: number): Heard {
  const beat = 60e6 / bpm;
  const ear = new SwingEar();
  const heard: (Swing | undefined)[] = [];
  let at = 0;
  for (let beats = 0; at < onsets.length; beats += 1) {
    const swing = ear.beat(beats * beat);
    if (beats >= 8) heard.push(swing);
    for (; at < onsets.length && onsets[at]! < beats + 1; at += 1) ear.key(onsets[at]! * beat);
  }
  return heard;
}

function print(what: string, rows: readonly (readonly [string, Heard])[]): void {
  process.stdout.write(`| ${what} | beats | straight | 16ths | 8ths | neither |\n`);
  for (const [name, heard] of rows) {
    const cells = kinds.map((kind) => describe(heard, kind));
    process.stdout.write(`| ${[name, heard.length, ...cells].join(' | ')} |\n`);
  }
}

function describe(heard: Heard, kind: (typeof kinds)[number]): string {
  const found = heard.filter((swing) => (swing === straight ? 'straight' : swing?.notes) === kind);
  const part = `${((100 * found.length) / heard.length).toFixed(0)} %`;
  const shares = found.flatMap((swing) => (swing && swing !== straight ? [swing.share] : []));
  return shares.length === 0 ? part : `${part} (${(100 * medianOf(shares)).toFixed(0)})`;
}
