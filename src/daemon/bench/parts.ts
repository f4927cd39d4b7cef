import { setTimeout as sleep } from 'node:timers/promises';
import { createGhostnote } from '../api.js';
import type { Command } from '../command.js';
import { mostParts } from '../core/part-settings.js';
import { number, type Values } from '../core/setting.js';
import { pickSettings } from '../core/settings.js';
import type { Totals } from '../threads/totals.js';
import { benchState } from './bench-state.js';
import { count } from '../core/count.js';

/** BPM: sixteenths of it are 62.5 ms apart. */
const tempo = 240;

interface Row {
  readonly parts: number;
  readonly ticks: number;
  readonly misses: number;
  readonly lateness_us: Totals['lateness'];
  readonly predict_us: Totals['predict'];
}

/** The whole daemon in real time, with more and more parts of one model until one of their ticks is missed. */
export const benchParts: Command = {
  help: 'how many parts play with no miss, at 1/16 of 240 BPM',
  options: [
    number('seconds', [1, 3600, 1], 20, 's', 'how long for each number of parts', false),
    number('from', [1, mostParts, 1], 8, 'parts', 'begin with so many', false),
    number('to', [1, mostParts, 1], mostParts, 'parts', 'try no more than so many', false),
    number('step', [1, mostParts, 1], 8, 'parts', 'so many more each time', false),
    ...pickSettings('model', 'engine', 'device', 'midi-out', 'json'),
  ],
  positionals: '',
  async run({ values, out, err }) {
    const rows: Row[] = [];
    const { seconds, from, to, step, json, ...others } = values;
    const settings = { ...others, state: benchState() };
    let on = { engine: others['engine'], device: others['device'] };
    for (let parts = from as number; parts <= (to as number); parts += step as number) {
      const { row, engine, device } = await play({ ...settings, parts }, seconds as number, err);
      rows.push(row);
      on = { engine, device };
      err(describe(row));
      if (row.misses > 0) break;
    }
    const most = Math.max(0, ...rows.filter(({ misses }) => misses === 0).map((row) => row.parts));
    err(`${count(most, 'part')} with no miss`);
    if (json === true) out(JSON.stringify({ parts: most, ...on, rows }));
    return 0;
  },
};

async function play(settings: Values, seconds: number, err: (line: string) => void) {
  const ghostnote = await createGhostnote({
    settings: { ...settings, tempo, 'osc-port': 0, 'http-port': 0 },
    log: (level, line) => (level === 'info' ? undefined : err(line)),
  });
  const { engine, device } = ghostnote.health();
  ghostnote.start();
  await sleep(seconds * 1000);
  const { ticks, misses, lateness, predict } = await ghostnote.close();
  const parts = settings['parts'] as number;
  const row: Row = { parts, ticks, misses, lateness_us: lateness, predict_us: predict };
  return { row, engine, device };
}

function describe({ parts, ticks, misses, lateness_us, predict_us }: Row): string {
  const millis = (micros: number): string => (micros / 1000).toFixed(1);
  return (
    `${count(parts, 'part')}: ${misses} of ${count(ticks, 'tick')} missed; notes ${millis(lateness_us.p99)} ms late, ` +
    `plans after ${millis(predict_us.p99)} ms (p99)`
  );
}
