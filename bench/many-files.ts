/**
 * A folder of many MIDI files, made up, is read as training reads it, and then again from what was kept: seconds of each,
 * and the most memory of a process that does both.
 * `node dist/bench/many-files.js [FILES]`
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetCache } from '../src/model/files/dataset-cache.js';
import { readDataset } from '../src/model/files/dataset.js';
import { writeMidi } from '../src/model/files/midi-write.js';
import { Rng } from '../src/model/rng.js';

const count = Number(process.argv[2] ?? 100_000);
const bars = 8;
const ppq = 480;
const sixteenths = 16 * bars;
const voices = [36, 38, 42, 46];
const folder = await mkdtemp(join(tmpdir(), 'ghostnote-many-files-'));
try {
  const data = join(folder, 'data');
  for (let file = 0; file < count; file++) {
    const inside = join(data, String(Math.floor(file / 1000)));
    if (file % 1000 === 0) await mkdir(inside, { recursive: true });
    await writeFile(join(inside, `${file}.mid`), beat(new Rng(file)));
  }
  const cache = new DatasetCache(join(folder, 'kept'));
  const [first, again] = [await secondsToRead(), await secondsToRead()];
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(
    `${JSON.stringify({ files: count, ...first, again: again.seconds, peak_rss_mb: peak })}\n`,
  );

  async function secondsToRead() {
    const began = performance.now();
    const say = (line: string) => process.stderr.write(`${line}\n`);
    const { splits } = await readDataset(data, { grid: 16 }, { cache, say });
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const pieces = Object.values(splits).flat();
    return {
      pieces: pieces.length,
      ticks: pieces.reduce((sum, { tokens }) => sum + tokens.length, 0),
      seconds,
    };
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Eight bars of drums, half of the sixteenths struck, each with a loudness and a timing of its own. */
function beat(rng: Rng): Uint8Array {
  const notes = Array.from({ length: sixteenths }, (_, at) => ({
    onset: Math.max(0, (at * ppq) / 4 + rng.below(40) - 20),
    duration: 60,
    pitch: voices[rng.below(voices.length)]!,
    velocity: 1 + rng.below(127),
    channel: 9,
  })).filter(() => rng.next() < 0.5);
  return writeMidi({ ppq, notes, tempos: [{ onset: 0, bpm: 100 }], metres: [] });
}
