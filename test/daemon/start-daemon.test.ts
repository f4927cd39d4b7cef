import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listenTcp, listenUdp } from '../../src/daemon/io/listen.js';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { until } from '../support/until.js';
import { startWired } from '../support/wired.js';

/** Two ports that are free now. */
async function freePorts(): Promise<{ readonly osc: number; readonly http: number }> {
  const [socket, server] = [createSocket('udp4'), createServer()];
  const osc = await listenUdp(socket, 0, '127.0.0.1');
  const http = await listenTcp(server, 0, '127.0.0.1');
  socket.close();
  server.close();
  return { osc, http };
}

test('the same command once more, beside a show, sends nothing and says which port is taken', async () => {
  const folder = await scratchFolder();
  await saveModel(join(folder, 'model'), smallModel(1, 4));
  const { osc, http } = await freePorts();
  const start = (wire: string) => {
    const ports = ['--osc-port', String(osc), '--http-port', String(http)];
    const place = ['--model', join(folder, 'model'), '--state', join(folder, 'state'), ...ports];
    const wired = startWired(join(folder, wire), [
      'play',
      '--headless',
      '--tempo',
      '240',
      ...place,
    ]);
    onTestFinished(async () => {
      wired.child.kill('SIGTERM');
      await wired.finished;
    });
    return wired;
  };
  const show = start('show');
  await until(() => show.sent().length > 8);
  const mistake = start('mistake');
  expect(await mistake.finished).toMatchObject({
    status: 1,
    err: expect.stringContaining(`UDP port ${osc} of 127.0.0.1 is taken`) as string,
  });
  expect(mistake.sent()).toEqual([]);
  const { length } = show.sent();
  await until(() => show.sent().length > length + 8);
});
