/**
 * Where a drummer's kick is beside riffs of a keyboard: of bars 5 to 12, in how many there is one at each sixteenth, and how
 * many of the second and fourth beats have a snare. `node dist/bench/accents.js [SEEDS]`
 */
import { loadGenerator } from '../src/daemon/load-generator.js';
import { type Key, keyboard, play } from './player.js';

const [seeds = '16'] = process.argv.slice(2);
const { generator } = await loadGenerator('', { engine: 'ort', device: 'cpu', threads: 1 });
const [bars, skipped, ticks] = [12, 4, 16];
const [kick, snare] = [36, 38];
const all = [...Array(ticks).keys()];

/** Of each bar, where keys are struck, and how hard. */
const riffs: Readonly<Record<string, readonly (readonly [at: number, velocity: number])[]>> = {
  nothing: [],
  'on 0 and 8': at(0, 8),
  'on 0, 3, 6 and 10': at(0, 3, 6, 10),
  'on 0, 7, 10 and 13': at(0, 7, 10, 13),
  'on 4 and 12': at(4, 12),
  'on 0, 3, 6, 8, 11 and 14': at(0, 3, 6, 8, 11, 14),
  quarters: at(0, 4, 8, 12),
  eighths: at(...all.filter((place) => place % 2 === 0)),
  'sixteenths, louder on 0, 3, 6, 9 and 12': all.map((place) => [place, place % 3 ? 70 : 110]),
};

for (const [name, riff] of Object.entries(riffs)) {
  const places = all.map(() => 0);
  let backbeats = 0;
  for (let seed = 24; seed < 24 + Number(seeds); seed++) {
    const notes = await play(generator, { mode: 'accompany', seed }, repeated(riff), bars);
    const late = notes.filter(({ tick }) => tick >= skipped * ticks);
    const having = (pitch: number) =>
      new Set(late.filter(({ note }) => note.pitch === pitch).map(({ tick }) => tick));
    for (const tick of having(kick)) places[tick % ticks]! += 1;
    backbeats += [...having(snare)].filter((tick) => tick % 8 === 4).length;
  }
  const counted = (bars - skipped) * Number(seeds);
  const shares = [...places, backbeats / 2].map((count) => Math.round((100 * count) / counted));
  process.stdout.write(`| ${[name, ...shares].join(' | ')} |\n`);
}
await generator.close();

function at(...places: readonly number[]) {
  return places.map((place) => [place, 100] as const);
}

function repeated(riff: (typeof riffs)[string]): Key[] {
  return Array.from({ length: bars }, (_, bar) =>
    riff.map(([place, velocity]) => ({
      ...{ at: bar * ticks + place, pitch: 36, velocity, channel: keyboard },
    })),
  ).flat();
}
