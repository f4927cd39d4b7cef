import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { chromiumPath } from '../support/chromium.js';
import { startGhostnote } from '../support/ghostnote.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { connectSocket } from '../support/socket-client.js';
import { until } from '../support/until.js';
import { reach, visits } from './visit.js';

const folder = sharedFolder();

describe.skipIf(chromiumPath === undefined)('the page of a daemon that plays, in Chromium', () => {
  const { visit } = visits();

  /** The program itself, with another client beside the page. */
  async function play() {
    const [model, state] = ['model', 'state'].map((name) => join(folder(), name));
    await saveModel(model!, smallModel(1, 4));
    const place = ['--model', model!, '--state', state!, '--osc-port', '0', '--http-port', '0'];
    const daemon = startGhostnote(['play', '--headless', ...place]);
    onTestFinished(() => void daemon.child.kill('SIGKILL'));
    const address = /127\.0\.0\.1:(\d+)\//;
    await until(() => address.test(daemon.err()));
    const port = Number(address.exec(daemon.err())![1]);
    const other = await connectSocket(port);
    onTestFinished(() => other.socket.close());
    return { ...daemon, other, ...(await visit({ port })) };
  }

  test(
    'stops and starts it, turns a knob, saves a preset, and shows what it plays',
    { timeout: 90_000 },
    async () => {
      const { child, finished, other, page, complaints } = await play();
      await page.locator('#lateness', { hasText: 'ms' }).waitFor();
      await page.locator('#token', { hasText: /kick|snare|closed-hat|REST/ }).waitFor();

      await page.getByRole('button', { name: /^Stop/ }).click();
      expect((await other.next('transport')).playing).toBe(false);
      await page.getByRole('button', { name: /^Play/ }).click();
      expect((await other.next('transport')).playing).toBe(true);
      expect((await other.next('note')).channel).toBe(10);

      await (await reach(page, 'temperature')).focus();
      await page.keyboard.press('End');
      expect((await other.next('values')).values).toEqual({ temperature: 2 });
      other.send({ type: 'set', name: 'tempo', value: 87 });
      await reach(page, 'tempo');
      await page.locator('output[for="set-tempo"]', { hasText: '87 BPM' }).waitFor();

      await page.getByRole('tab', { name: 'Presets' }).click();
      await page.getByLabel('Save as').fill('loud');
      await page.keyboard.press('Enter');
      expect((await other.next('presets')).names).toEqual(['loud']);
      await page.getByRole('button', { name: 'loud', exact: true, pressed: true }).waitFor();
      expect(complaints).toEqual([]);

      child.kill('SIGTERM');
      expect((await finished).status).toBe(143);
      await page.waitForSelector('[data-connection="down"]');
    },
  );
});
