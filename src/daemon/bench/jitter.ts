import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGhostnote } from '../api.js';
import type { Command } from '../command.js';
import { bucketCount, Histogram } from '../core/histogram.js';
import { flag, number, text } from '../core/setting.js';
import { pickSettings } from '../core/settings.js';
import { benchState } from './bench-state.js';
import { drawHistograms, type Row } from './histogram-svg.js';
import { startLoad } from './load.js';
import { startInterval, startLookAhead } from './rivals.js';

/** BPM: sixteenths of it are 62.5 ms apart. */
const tempo = 240;
const interval = 60_000 / tempo / 4;

/** The whole daemon in real time beside two common schedulers, which run on the thread that carries its OSC and WebSocket. */
export const benchJitter: Command = {
  help: 'how late notes leave, beside setInterval and a look-ahead timer, at 1/16 of 240 BPM',
  options: [
    number('seconds', [1, 604_800, 1], 60, 's', 'how long', false),
    flag('load', 'with a thousand OSC messages a second, and three terminals that watch'),
    text('svg', '', 'draw the histogram into this file'),
    ...pickSettings('model', 'midi-out', 'json'),
  ],
  positionals: '',
  async run({ values, out, err }) {
    const { seconds, load: isLoaded, svg, json, ...settings } = values;
    const playing = await createGhostnote({
      settings: { ...settings, tempo, state: benchState(), 'osc-port': 0, 'http-port': 0 },
      log: (_, line) => err(line),
    });
    const load = isLoaded === true ? startLoad(playing.ports) : undefined;
    playing.start();
    const rivals = [startInterval(interval), startLookAhead(interval)] as const;
    await sleep((seconds as number) * 1000);
    for (const rival of rivals) rival.stop();
    await load?.stop();
    const own = playing.lateness();
    const { lateness, misses, notesOn } = await playing.close();
    const [byInterval, byLookAhead] = rivals.map(({ off }) => gather(off));
    const rows: Row[] = [
      { name: 'ghostnote', buckets: own, ...lateness },
      { name: 'setInterval', ...byInterval! },
      { name: 'look-ahead timer', ...byLookAhead! },
    ];
    for (const { name, p50, p99, max } of rows) {
      err(`${name}: p50 ${p50} µs, p99 ${p99} µs, max ${Math.round(max)} µs`);
    }
    if (svg !== '') await writeFile(svg as string, drawHistograms(rows));
    if (json === true) {
      const [ghostnote, set_interval, lookahead] = rows.map(({ p50, p99, max }) => ({
        p50_us: p50,
        p99_us: p99,
        max_us: Math.round(max),
      }));
      out(JSON.stringify({ ghostnote, set_interval, lookahead, notes: notesOn, misses }));
    }
    return 0;
  },
};

/** `off` in milliseconds. */
function gather(off: readonly number[]): Omit<Row, 'name'> {
  const buckets = new Float64Array(bucketCount);
  const histogram = new Histogram(buckets);
  for (const one of off) histogram.add(Math.round(one * 1000));
  return { buckets, ...histogram.summary() };
}
