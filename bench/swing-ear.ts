/**
 * How the drummers of Groove are heard to swing, by style: of the beats of all performances in 4/4 from the third bar on, how
 * many are heard as straight, as swung and as neither, and the swing in the middle.
 * `node dist/bench/swing-ear.js DATA`
 */
import { medianOf } from '../src/daemon/core/median.js';
import { straight, type Swing } from '../src/daemon/core/swing.js';
import { SwingEar } from '../src/daemon/core/swing-ear.js';
import { type Piece, readCorpus } from '../src/model/files/corpus.js';

const [data = ''] = process.argv.slice(2);
const styles = new Map<string, (Swing | undefined)[]>();
const kinds = ['straight', '16ths', '8ths', undefined] as const;

for await (const piece of readCorpus(data, { skipped: [], odd: [] })) {
  const { style = 'any', beatType, metre } = piece;
  if (beatType !== 'beat' || metre?.numerator !== 4) continue;
  const all = styles.get(style) ?? [];
  styles.set(style, [...all, ...heardIn(piece)]);
}
process.stdout.write(`| style | beats | straight | 16ths | 8ths | neither |\n`);
const rows = [['all', [...styles.values()].flat()] as const, ...styles];
for (const [style, heard] of rows.sort(([, a], [, b]) => b.length - a.length)) {
  const cells = kinds.map((kind) => describe(heard, kind));
  process.stdout.write(`| ${[style, heard.length, ...cells].join(' | ')} |\n`);
}

/** What is heard at each beat from the third bar on. */
function heardIn({ score, bpm = 120 }: Piece): (Swing | undefined)[] {
  const beat = 60e6 / bpm;
  const onsets = score.notes.map(({ onset }) => onset / score.ppq).sort((a, b) => a - b);
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

function describe(heard: readonly (Swing | undefined)[], kind: (typeof kinds)[number]): string {
  const found = heard.filter((swing) => (swing === straight ? 'straight' : swing?.notes) === kind);
  const part = `${((100 * found.length) / heard.length).toFixed(0)} %`;
  const shares = found.flatMap((swing) => (swing && swing !== straight ? [swing.share] : []));
  return shares.length === 0 ? part : `${part} (${(100 * medianOf(shares)).toFixed(0)})`;
}
