/**
 * What a session's cache keeps of a player: after eight bars of one groove from a drum pad, how much of it comes in the
 * eight bars that the model goes on with alone; a mean of eight seeds. Of a model of notes, what becomes of a melody that
 * hears itself alone: how much begins in a bar, from bar 33 to 64. `node dist/bench/cache.js [MODEL]`
 */
import { loadGenerator } from '../src/daemon/load-generator.js';
import type { HeardNote } from '../src/model/codec/codec.js';
import { improvise } from '../src/model/improvise.js';
import { plainControls, usualTopP } from '../src/model/tick.js';

const [folder = ''] = process.argv.slice(2);
const { generator } = await loadGenerator(folder, { engine: 'ort', device: 'cpu', threads: 1 });
const ticksPerBar = generator.codec.spec.grid;
const bars = 8;

/** A baião: kick, closed hat and snare of each sixteenth of a bar. */
const kick = [0, 3, 6, 8, 11, 14];
const snare = [3, 7, 11, 15];
const hat = [0, 2, 4, 6, 8, 10, 12, 14];

function groove(position: number): HeardNote[] {
  const voices = [
    [36, kick],
    [38, snare],
    [42, hat],
  ] as const;
  return voices
    .filter(([, places]) => places.includes(position))
    .map(([pitch]) => ({ pitch, velocity: 90, offset: 0 }));
}

/** Of the ticks after the player's: the share that is the groove, exactly. */
async function kept(cache: number, seed: number): Promise<number> {
  const controls = { ...plainControls, topP: usualTopP, cache, seed };
  let same = 0;
  for (let tick = 0; tick < 2 * bars * ticksPerBar; tick++) {
    const position = tick % ticksPerBar;
    const plays = tick > 0 && tick <= bars * ticksPerBar;
    const { notes } = await generator.next({
      ...{ tick, position, ticksPerBar, held: false, played: null, armed: false, controls },
      heard: plays ? groove((tick - 1) % ticksPerBar) : null,
      orders: tick === 0 ? [{ kind: 'forget', a: 0, b: 0 }] : [],
    });
    if (tick < bars * ticksPerBar) continue;
    const wanted = groove(position).map(({ pitch }) => pitch);
    same += Number(notes.map(({ pitch }) => pitch).join() === wanted.join());
  }
  return same / (bars * ticksPerBar);
}

/** Ticks that begin something, a bar, in the second half of 64 bars. */
async function begun(cache: number, seed: number): Promise<number> {
  const controls = { ...plainControls, topP: usualTopP, cache, seed };
  const plans = await improvise(generator, 64 * ticksPerBar, controls, (tick) =>
    tick === 0 ? { orders: [{ kind: 'forget', a: 0, b: 0 }] } : {},
  );
  const late = plans.slice(32 * ticksPerBar);
  return late.filter(({ kind }) => kind === 'onset').length / 32;
}

const seeds = Array.from({ length: 8 }, (_, at) => 24 + at);
const isDrums = generator.codec.spec.material === 'drums';
for (const cache of [0, 0.25, 0.5, 0.75, 1]) {
  const each: number[] = [];
  for (const seed of seeds) each.push(await (isDrums ? kept : begun)(cache, seed));
  const mean = each.reduce((sum, one) => sum + one, 0) / each.length;
  const [least, most] = [Math.min(...each), Math.max(...each)].map((one) => one.toFixed(1));
  const told = isDrums
    ? `${(100 * mean).toFixed(0)} %`
    : `${mean.toFixed(1)} | ${least} to ${most}`;
  process.stdout.write(`| cache ${cache} | ${told} |\n`);
}
await generator.close();
