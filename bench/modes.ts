/**
 * What each mode makes of a player: a session in virtual time, its model's plans there at once, means over some seeds.
 * `node dist/bench/modes.js [SEEDS] [MODEL]`
 */
import type { NoteSent } from '../src/daemon/core/conductor-output.js';
import type { Values } from '../src/daemon/core/setting.js';
import { loadGenerator } from '../src/daemon/load-generator.js';
import { type Key, keyboard, pads, play } from './player.js';

const [seeds = '8', folder = ''] = process.argv.slice(2);
const { generator } = await loadGenerator(folder, { engine: 'ort', device: 'cpu', threads: 1 });
const { grid } = generator.codec.spec;

/** The same `every` so many ticks of so many bars. */
function steady(bars: number, every: number, velocity: number): Key[] {
  const count = Math.floor((bars * grid) / every);
  return Array.from({ length: count }, (_, n) => ({
    ...{ at: n * every, pitch: 60, velocity, channel: keyboard },
  }));
}

/** A plain rock beat on drum pads. */
const beat = [
  [36, [0, 6, 8]],
  [38, [4, 12]],
  [42, [0, 2, 4, 6, 8, 10, 12, 14]],
] as const;

function rock(bars: number): Key[] {
  const bar = beat.flatMap(([pitch, places]) => places.map((at) => ({ pitch, at })));
  return Array.from({ length: bars }, (_, n) =>
    bar.map(({ pitch, at }) => ({ at: n * grid + at, pitch, velocity: 90, channel: pads })),
  ).flat();
}

const bars = 8;
const counted = 4;
const snare = 38;

/** Of the last bars that are counted: notes a bar, their mean MIDI velocity, and how many of the second and fourth beats have a snare. */
async function describe(values: Values, keys: readonly Key[]): Promise<string[]> {
  const notes: NoteSent[] = [];
  let backbeats = 0;
  for (let seed = 24; seed < 24 + Number(seeds); seed++) {
    const take = await play(generator, { ...values, seed }, keys, bars);
    const late = take.filter(({ tick }) => tick >= (bars - counted) * grid);
    const struck = late.filter(({ tick, note }) => note.pitch === snare && isBackbeat(tick));
    notes.push(...late);
    backbeats += new Set(struck.map(({ tick }) => tick)).size;
  }
  const barsCounted = counted * Number(seeds);
  const loudness = notes.reduce((sum, { note }) => sum + note.velocity, 0) / notes.length;
  const share = (100 * backbeats) / (2 * barsCounted);
  return [(notes.length / barsCounted).toFixed(1), loudness.toFixed(0), `${share.toFixed(0)} %`];
}

function isBackbeat(tick: number): boolean {
  return tick % (grid / 2) === grid / 4;
}

const eighths = steady(bars, 2, 80);
const sixteenths = steady(bars, 1, 80);
const halfBeat = ['four bars of a rock beat on pads, then nobody', rock(counted)] as const;
const rows: readonly [mode: string, player: string, keys: readonly Key[], values?: Values][] = [
  ['solo', 'anything', eighths],
  ['accompany', 'nothing', []],
  ['accompany', 'a note a bar', steady(bars, 16, 80)],
  ['accompany', 'quarters', steady(bars, 4, 80)],
  ['accompany', 'eighths', eighths],
  ['accompany', 'sixteenths', sixteenths],
  ['accompany', 'sixteenths, make-room', sixteenths, { lead: 'make-room' }],
  ['accompany', 'eighths, softly', steady(bars, 2, 40)],
  ['accompany', 'eighths, loud', steady(bars, 2, 120)],
  ['accompany', ...halfBeat],
  ['continue', ...halfBeat],
  ['trade', ...halfBeat],
  ['shadow', 'eighths', eighths],
];
for (const [mode, player, keys, values] of rows) {
  const cells = await describe({ mode, ...values }, keys);
  process.stdout.write(`| ${[mode, player, ...cells].join(' | ')} |\n`);
}
await generator.close();
