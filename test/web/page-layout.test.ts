import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/chromium.js';
import { about } from '../support/fake-daemon.js';
import { visits } from './visit.js';

const [model] = about.models;
const models: [typeof model, typeof model, typeof model] = [model, model, model];
const sizes = [
  { width: 390, height: 664 },
  { width: 320, height: 640 },
  { width: 844, height: 390 },
  { width: 720, height: 450 },
  { width: 512, height: 384 },
  { width: 1024, height: 768 },
];

describe.skipIf(chromiumPath === undefined)('where things are on the page, in Chromium', () => {
  const { open } = visits();

  test.each(sizes)(
    'what has the focus is in sight, $width x $height: nothing lies over it (WCAG 2.2, 2.4.11)',
    { timeout: 60_000 },
    async (size) => {
      const { page } = await open({ models }, { parts: 3 });
      await page.setViewportSize(size);
      await page.locator('h1').click();
      await page.keyboard.press('Tab');
      const hidden: string[] = [];
      let [stops, stop] = [0, await focused(page)];
      for (; stop !== undefined; stop = await focused(page)) {
        if (stop.over !== '') hidden.push(`${stop.name} is behind ${stop.over}`);
        await page.keyboard.press('Tab');
        stops += 1;
      }
      expect(stops).toBeGreaterThan(30);
      expect(hidden).toEqual([]);
    },
  );

  test('all strips of the mixer are in the width, with faders of a hand', async () => {
    const { page } = await open({ models }, { parts: 3 });
    for (const size of sizes) {
      await page.setViewportSize(size);
      for (const part of [1, 2, 3]) {
        const fader = (await page.locator(`#mix-${part}-level`).boundingBox())!;
        expect(fader.width).toBeGreaterThanOrEqual(110);
        expect(fader.x + fader.width).toBeLessThanOrEqual(size.width);
        const value = page.locator(`output[for="mix-${part}-level"]`);
        expect([await value.isVisible(), await value.textContent()]).toEqual([true, '1.00']);
      }
    }
  });

  test('the offer of sound lies within the roll on every phone, playing or not', async () => {
    const { page, control } = await open();
    for (const playing of [false, true]) {
      control.publish({ type: 'transport', playing });
      await page.waitForSelector(`[data-playing="${playing}"]`);
      for (const width of [412, 390, 375, 360, 320]) {
        await page.setViewportSize({ width, height: 740 });
        const roll = (await page.locator('.stage').boundingBox())!;
        const offer = (await page.locator('#hear').boundingBox())!;
        expect(offer.x).toBeGreaterThan(roll.x);
        expect(offer.x + offer.width).toBeLessThan(roll.x + roll.width);
      }
    }
  });

  test('on its side, a phone keeps most of its height for the music', async () => {
    const { page } = await open({ models }, { parts: 3 });
    for (const size of sizes.filter(({ height }) => height <= 500)) {
      await page.setViewportSize(size);
      const bar = (await page.locator('.transport').boundingBox())!;
      expect(bar.y + bar.height).toBe(size.height);
      expect(bar.height).toBeLessThanOrEqual(70);
      const cut = await page
        .locator('.transport button')
        .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
      expect(cut).toBe(0);
      const roll = (await page.locator('#roll').boundingBox())!;
      expect(roll.y + roll.height).toBeLessThanOrEqual(bar.y);
    }
  });
});

/** What has the focus, and what lies over its middle, if anything; undefined for the page itself. */
function focused(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return undefined;
    const { x, y, width, height } = element.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    const over = element.contains(top) ? '' : (top?.outerHTML.slice(0, 60) ?? 'the edge');
    return { name: element.id || element.outerHTML.slice(0, 60), over };
  });
}
