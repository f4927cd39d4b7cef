import { describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/chromium.js';
import { spend, visits } from './visit.js';

describe.skipIf(chromiumPath === undefined)('what the daemon says, in Chromium', () => {
  const { open } = visits();

  test.each([
    { width: 1440, height: 900 },
    { width: 390, height: 664 },
    { width: 844, height: 390 },
  ])('is in sight at $width x $height, over all else and clear of the transport', async (size) => {
    const { page, control } = await open();
    await page.setViewportSize(size);
    const text = 'Part 1 plays on with what it has. Hint: '.repeat(4);
    control.publish({ type: 'log', level: 'error', text });
    const line = page.getByRole('status').filter({ hasText: text.trim() });
    const { x, y, width, height } = (await line.boundingBox())!;
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(size.width);
    expect(y + height).toBeLessThanOrEqual(size.height);
    // Playwright clicks what is in sight and has nothing over it.
    for (const name of [/^Play/, /^Panic/, 'dismiss'])
      await page.getByRole('button', { name }).click({ timeout: 5000 });
    expect(await line.count()).toBe(0);
  });

  test('goes after 8 seconds where it informs, and stays where it warns until something is said', async () => {
    const { page, control } = await open();
    spend(page);
    await page.clock.install();
    const line = (text: string) => page.locator('#log', { hasText: text });
    control.publish({ type: 'log', level: 'info', text: 'saved' });
    await line('saved').waitFor();
    await page.clock.fastForward(7000);
    expect(await line('saved').isVisible()).toBe(true);
    await page.clock.fastForward(1000);
    expect(await line('saved').isVisible()).toBe(false);
    control.publish({ type: 'log', level: 'info', text: 'saved' });
    await line('saved').waitFor();
    control.publish({ type: 'log', level: 'warn', text: 'no such model' });
    await line('no such model').waitFor();
    await page.clock.fastForward(60_000);
    expect(await line('no such model').isVisible()).toBe(true);
    control.publish({ type: 'log', level: 'info', text: 'loaded' });
    await line('loaded').waitFor();
    expect(await line('no such model').isVisible()).toBe(false);
  });
});
