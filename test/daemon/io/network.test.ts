import { expect, test } from 'vitest';
import { defaults } from '../../../src/daemon/core/settings.js';
import { openNetwork } from '../../../src/daemon/io/network.js';
import { logLines } from '../../support/fake-daemon.js';

test('whom osc-allow names is told of where the network is left out', async () => {
  const { log, lines } = logLines();
  expect((await openNetwork(defaults(), log)).host).toBe('127.0.0.1');
  expect(lines).toEqual([]);
  await openNetwork({ ...defaults(), 'osc-allow': '192.168.1.20' }, log);
  expect(lines.join()).toMatch(/osc-allow lets nobody in.*--lan/);
});
