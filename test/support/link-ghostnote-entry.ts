/** A ghostnote that takes commands as lines, and tells what it hears of itself as lines of JSON: for `link-ghostnote.ts`. */
import { createInterface } from 'node:readline';
import { createGhostnote } from '../../src/daemon/api.js';
import type { Values } from '../../src/daemon/core/setting.js';

const settings = JSON.parse(process.argv[2]!) as Values;
const ghostnote = await createGhostnote({ settings });
const tell = (message: object): void => {
  const micros = Number(process.hrtime.bigint() / 1000n);
  process.stdout.write(`${JSON.stringify({ micros, ...message })}\n`);
};
for (const type of ['tick', 'clock', 'values', 'transport'] as const) ghostnote.on(type, tell);
tell({ type: 'ready' });
for await (const line of createInterface(process.stdin)) {
  const [command = '', argument] = line.split(' ');
  if (command === 'tempo') ghostnote.set('tempo', Number(argument));
  else ghostnote.do(command as 'start' | 'stop');
}
await ghostnote.close();
