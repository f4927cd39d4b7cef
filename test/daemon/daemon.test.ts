import { createSocket } from 'node:dgram';
import { expect, onTestFinished, test } from 'vitest';
import { controlsOf, liveCount, packLive } from '../../src/daemon/core/live-values.js';
import { packOsc } from '../../src/daemon/io/osc.js';
import { saveModel } from '../../src/model/files/model-folder.js';
import { at, create } from '../model/small-generator.js';
import { smallModel } from '../model/small.js';
import { built } from '../support/built.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { until } from '../support/until.js';

const { createGhostnote } = (await import(
  built('src/daemon/api.js').href
)) as typeof import('../../src/daemon/api.js');

/** Half a second a tick, of which it decides the next one in the second half. */
const settings = { tempo: 30, temperature: 2, seed: 2 };
const ticks = 7;
/** As this tick begins, the message is sent. */
const sentAt = 2;

/** What it plays where the temperature is another from tick `changed` on. */
async function tokensWhere(changed: number): Promise<string[]> {
  const generator = await create();
  const live = new Float64Array(liveCount(1));
  const tokens: string[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    packLive({ ...settings, temperature: tick < changed ? 2 : 0 }, live);
    tokens.push((await generator.next(at(tick, { controls: controlsOf(live, 0) }))).token);
  }
  await generator.close();
  return tokens;
}

// A machine that stalls for a quarter of a second makes it a tick later.
test('a temperature sent by OSC is in force at the next tick', { retry: 3 }, async () => {
  const folder = await scratchFolder();
  await saveModel(folder, smallModel(1, 4));
  const ghostnote = await createGhostnote({
    settings: { ...settings, model: folder, 'osc-port': 0, 'http-port': 0, state: folder },
  });
  const socket = createSocket('udp4');
  onTestFinished(async () => {
    socket.close();
    await ghostnote.close();
  });
  const colder = packOsc({ address: '/ghostnote/temperature', args: [{ type: 'f', value: 0 }] });
  const tokens: string[] = [];
  ghostnote.on('tick', ({ tick, token }) => {
    tokens.push(token);
    if (tick === sentAt) socket.send(colder, ghostnote.ports.osc, '127.0.0.1');
  });
  ghostnote.start();
  await until(() => tokens.length === ticks);
  const [next, afterNext] = [await tokensWhere(sentAt + 1), await tokensWhere(sentAt + 2)];
  expect(next).not.toEqual(afterNext);
  expect(tokens).toEqual(next);
});
