import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from '../command.js';
import { mostParts } from '../core/part-settings.js';
import { defaults, number, pickSettings, type Values } from '../core/settings.js';
import { startDaemon } from '../daemon.js';
import type { Totals } from '../threads/host.js';
import { version } from '../version.js';

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
  name: 'bench parts',
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
    let on = { engine: values['engine'], device: values['device'] };
    const [from, to, step] = ['from', 'to', 'step'].map((name) => values[name] as number);
    for (let parts = from!; parts <= to!; parts += step!) {
      const { row, engine, device } = await play(parts, values, err);
      rows.push(row);
      on = { engine, device };
      err(describe(row));
      if (row.misses > 0) break;
    }
    const most = Math.max(0, ...rows.filter(({ misses }) => misses === 0).map((row) => row.parts));
    err(`${most} parts with no miss`);
    if (values['json'] === true) out(JSON.stringify({ parts: most, ...on, rows }));
    return 0;
  },
};

async function play(parts: number, values: Values, err: (line: string) => void) {
  const daemon = await startDaemon({
    values: { ...defaults(), ...values, parts, tempo, 'osc-port': 0, 'http-port': 0 },
    version,
    log: (level, line) => (level === 'info' ? undefined : err(line)),
    event: () => undefined,
    quit: () => undefined,
    failed: ({ message }) => err(message),
  });
  const { engine, device } = daemon.host.infos[0]!;
  daemon.host.command('start');
  await sleep((values['seconds'] as number) * 1000);
  const { ticks, misses, lateness, predict } = await daemon.stop();
  const row: Row = { parts, ticks, misses, lateness_us: lateness, predict_us: predict };
  return { row, engine, device };
}

function describe({ parts, ticks, misses, lateness_us, predict_us }: Row): string {
  const millis = (micros: number): string => (micros / 1000).toFixed(1);
  return (
    `${parts} parts: ${misses} of ${ticks} ticks missed; notes ${millis(lateness_us.p99)} ms late, ` +
    `plans after ${millis(predict_us.p99)} ms (p99)`
  );
}
