import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type * as TryDevice from '../../../src/model/engine/try-device.js';
import { remedyFor } from '../../../src/model/engine/ort-devices.js';
import { built } from '../../support/built.js';
import { scratchFolder } from '../../support/scratch-folder.js';

const { tryDevice } = (await import(
  built('src/model/engine/try-device.js').href
)) as typeof TryDevice;

it('is at peace with a device that computes', async () => {
  await tryDevice('cpu');
});

it.each([
  ['says what onnxruntime says', undefined, /^onnxruntime cannot run this graph on nowhere: /],
  ['outlives a driver that crashes', 'process.abort()', /^nowhere crashes \(SIG[A-Z]+\)$/],
  ['outlives a driver that ends the process', 'process.exit(3)', /^nowhere crashes \(status 3\)$/],
])('%s', async (_, driver, reason) => {
  const folder = await scratchFolder();
  const entry = driver && join(folder, 'driver.mjs');
  if (entry !== undefined) await writeFile(entry, driver!);
  await expect(tryDevice('nowhere', entry)).rejects.toMatchObject({
    code: 'ENGINE_FAILED',
    message: expect.stringMatching(reason) as string,
    hint: remedyFor('nowhere'),
  });
});
