import { describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/chromium.js';
import { until } from '../support/until.js';
import { reach, visits } from './visit.js';

describe.skipIf(chromiumPath === undefined)('a field that is typed into, in Chromium', () => {
  const { open } = visits();

  test('keeps what is being typed from the news, and then shows what holds', async () => {
    const { page, control } = await open();
    const seed = await reach(page, 'seed');
    await seed.fill('77');
    control.set('seed', 1234);
    // A later value that is shown says that the earlier has come.
    control.set('temperature', 2);
    await page.locator('output[for="set-temperature"]', { hasText: '2.00' }).waitFor();
    await page.keyboard.type('7');
    expect(await seed.inputValue()).toBe('777');
    await page.keyboard.press('Enter');
    await until(() => control.values.seed === 777);
    control.set('seed', 1234);
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('#set-seed')?.value === '1234',
    );
  });

  test('emptied and left, shows what holds again', async () => {
    const { page, control } = await open();
    const seed = await reach(page, 'seed');
    await seed.fill('');
    await page.keyboard.press('Tab');
    expect(await seed.inputValue()).toBe(String(control.values.seed));
    await reach(page, 'tempo');
    const exact = page.getByLabel('tempo, exactly');
    await exact.fill('');
    await page.keyboard.press('Tab');
    expect(await exact.inputValue()).toBe('120');
  });
});
