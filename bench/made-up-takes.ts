/**
 * Writes takes of a drummer whom nobody has recorded, sixteen bars each with a fill every eighth: four beats, each at
 * several tempos, as a musician's folder of a few songs may be.
 * `node dist/bench/made-up-takes.js FOLDER [TAKES]`
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMidi } from '../src/model/files/midi-write.js';
import { Rng } from '../src/model/rng.js';
import type { ScoreNote } from '../src/model/score.js';

/** Which sixteenths of a bar a pitch is on, `x` loud and `o` soft. */
type Beat = readonly (readonly [pitch: number, bar: string])[];

const beats: readonly Beat[] = [
  [
    [42, 'xooo'.repeat(4)],
    [36, 'x  oo  oo  ox  o'],
    [37, '  x  x  x  x  x '],
  ],
  [
    [51, 'x o x o x o x o '],
    [36, 'x     x   x     '],
    [38, '   o   ox    o  '],
  ],
  [
    [36, 'x   '.repeat(4)],
    [46, '  x '.repeat(4)],
    [42, 'oo o'.repeat(4)],
    [38, '    x       x   '],
  ],
  [
    [45, 'x  o  o         '],
    [41, '        x  o  o '],
    [36, 'x   '.repeat(4)],
    [38, '    x       x   '],
  ],
];
const fill: Beat = [
  [48, '          ox    '],
  [45, '            ox  '],
  [41, '              ox'],
  [38, '        ox      '],
];
const ppq = 480;
const [folder = '', takes = '16'] = process.argv.slice(2);

await mkdir(folder, { recursive: true });
for (let number = 0; number < Number(takes); number += 1) {
  const rng = new Rng(number);
  const bars = Array.from({ length: 16 }, (_, bar) => barOf(beats[number % beats.length]!, bar));
  const notes = bars.flat().filter(() => rng.next() > 0.03);
  const played = notes.map((note) => ({
    ...note,
    onset: Math.max(0, note.onset + rng.below(25) - 12),
    velocity: note.velocity + rng.below(17) - 8,
  }));
  played.sort((a, b) => a.onset - b.onset);
  const tempos = [{ onset: 0, bpm: 85 + rng.below(50) }];
  const bytes = writeMidi({ ppq, notes: played, tempos, metres: [] });
  await writeFile(join(folder, `take-${number}.mid`), bytes);
}

function barOf(beat: Beat, bar: number): ScoreNote[] {
  const isFilled = bar % 8 === 7;
  const half = (parts: Beat, from: number, to: number): ScoreNote[] =>
    parts.flatMap(([pitch, line]) =>
      Array.from(line).flatMap((mark, at) => {
        if (mark === ' ' || at < from || at >= to) return [];
        const velocity = mark === 'x' ? 100 : 55;
        const onset = ((16 * bar + at) * ppq) / 4;
        return [{ onset, duration: 60, pitch, velocity, channel: 9 }];
      }),
    );
  return isFilled ? [...half(beat, 0, 8), ...half(fill, 8, 16)] : half(beat, 0, 16);
}
