import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/chromium.js';
import { until } from '../support/until.js';
import { reach, spend, visits } from './visit.js';

describe.skipIf(chromiumPath === undefined)('a slider of the page, in Chromium', () => {
  const { open } = visits();

  /** A phone, and a finger for it: down a quarter of the way along temperature, then so far in steps, then up. */
  async function phone() {
    const opened = await open();
    const { page } = opened;
    await page.setViewportSize({ width: 390, height: 664 });
    const devtools = await page.context().newCDPSession(page);
    spend(page);
    await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    const swipe = async (right: number, down: number) => {
      const slider = await reach(page, 'temperature');
      await slider.evaluate((element) => element.scrollIntoView({ block: 'center' }));
      const box = (await slider.boundingBox())!;
      const [x, y] = [box.x + box.width / 4, box.y + box.height / 2];
      const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', way?: number) => {
        const at = way === undefined ? [] : [{ x: x + way * right, y: y + way * down }];
        await devtools.send('Input.dispatchTouchEvent', { type, touchPoints: at });
      };
      await touch('touchStart', 0);
      for (let step = 1; step <= 10; step++) await touch('touchMove', step / 10);
      await touch('touchEnd');
    };
    return { ...opened, swipe };
  }
  const shown = (page: Page) => page.locator('#set-temperature').inputValue();

  test('a finger that scrolls the page from a slider sets nothing', async () => {
    const { page, changes, swipe } = await phone();
    const before = await page.evaluate(() => scrollY);
    await swipe(3, -150);
    await page.waitForFunction((before) => scrollY !== before, before);
    expect(await shown(page)).toBe('1');
    expect(await page.locator('output[for="set-temperature"]').textContent()).toBe('1.00');
    // What is sent after it shows that nothing was sent before.
    await (await reach(page, 'swing')).press('ArrowRight');
    await until(() => changes.length > 0);
    expect(changes.map(({ temperature }) => temperature)).toEqual([1]);
  });

  test('a finger that goes along a slider moves it, and a tap sets it to its place', async () => {
    const { control, swipe } = await phone();
    await swipe(100, 0);
    await until(() => Number(control.values.temperature) > 1);
    await swipe(0, 0);
    await until(() => Number(control.values.temperature) < 0.6);
  });
});
