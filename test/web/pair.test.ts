import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Door } from '../../src/daemon/io/door.js';
import { startHttp } from '../../src/daemon/io/http.js';
import { newPairing } from '../../src/daemon/io/pairing.js';
import { chromiumPath, launchChromium } from '../support/chromium.js';
import { fakeDaemon, handClock, logLines } from '../support/fake-daemon.js';
import { lanAddress } from '../support/lan.js';

describe.skipIf(chromiumPath === undefined || lanAddress === undefined)('a phone', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  async function visit() {
    const pairing = newPairing();
    const server = await startHttp(fakeDaemon().control, {
      port: 0,
      log: logLines().log,
      health: () => ({}),
      network: { host: '0.0.0.0', door: new Door({ pairing, clock: handClock() }) },
    });
    onTestFinished(() => server.close());
    const page = await browser.newPage({ viewport: { width: 390, height: 780 } });
    onTestFinished(() => page.close());
    return { page, pairing, home: `http://${lanAddress}:${server.port}/` };
  }

  test('is asked for the code, is told when it is wrong, and comes in when it is right', async () => {
    const { page, pairing, home } = await visit();
    await page.goto(home);
    await page.keyboard.type('oh no'); // the field has the focus
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.getByText('that is not the code').waitFor();
    await page.getByLabel(/The code/).fill(pairing.code.toLowerCase());
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.waitForSelector('[data-connection="up"]');
    await page.reload();
    await page.waitForSelector('[data-connection="up"]');
    expect(page.url()).toBe(home);
  });

  test('comes in at once by the address with the code in it, which the page then no longer has', async () => {
    const { page, pairing, home } = await visit();
    await page.goto(`${home}?code=${pairing.code}`);
    await page.waitForSelector('[data-connection="up"]');
    expect(page.url()).toBe(home);
  });
});
