import { describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/chromium.js';
import { until } from '../support/until.js';
import { reach, visits } from './visit.js';

describe.skipIf(chromiumPath === undefined)('the keys of the page, in Chromium', () => {
  const { open } = visits();

  test('Play starts and Stop stops, by click and by space, and the button says which', async () => {
    const { page, commands, complaints } = await open();
    const play = page.getByRole('button', { name: /^Play/ });
    const stop = page.getByRole('button', { name: /^Stop/ });
    await play.click();
    await stop.click();
    await play.waitFor();
    await page.keyboard.press('Space');
    await stop.waitFor();
    await (await reach(page, 'tempo')).focus();
    await page.keyboard.press('Space');
    await play.waitFor();
    await play.focus();
    await page.keyboard.press('Space');
    await stop.waitFor();
    expect(commands).toEqual(['start', 'stop', 'start', 'stop', 'start']);
    expect(complaints).toEqual([]);
  });

  test('what a hand has pressed or chosen gives space and letters back; what keys have keeps the focus', async () => {
    const { page, commands } = await open();
    const focused = () => page.evaluate(() => document.activeElement!.id);
    await page.locator('#do-fill').click();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: /^Stop/ }).waitFor();
    const mode = await reach(page, 'mode');
    await mode.click();
    await mode.selectOption('solo');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: /^Play/ }).waitFor();
    await page.locator('#tab-parts').click();
    await page.locator('#set-mute').click();
    await page.keyboard.press('Space');
    await until(() => commands.length === 4);
    expect(commands).toEqual(['fill', 'start', 'stop', 'start']);
    await page.locator('#do-fill').focus();
    await page.keyboard.press('Enter');
    await until(() => commands.length === 5);
    expect(await focused()).toBe('do-fill');
    await (await reach(page, 'mode')).focus();
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('set-mode');
  });

  test('letters do the same in capitals, as with caps lock', async () => {
    const { page, commands } = await open();
    await page.keyboard.press('Shift+S');
    await page.locator('#sound[aria-pressed="true"]').waitFor();
    await page.keyboard.press('s');
    await page.locator('#sound[aria-pressed="false"]').waitFor();
    await page.keyboard.press('Shift+T');
    await page.keyboard.press('c');
    await page.keyboard.press('e');
    await until(() => commands.length === 3);
    expect(commands).toEqual(['tap', 'continue', 'end']);
  });

  test('Escape is Panic, but leaves a field first, as it was', async () => {
    const { page, commands, changes } = await open();
    const seed = await reach(page, 'seed');
    const before = await seed.inputValue();
    await seed.fill('777');
    await page.keyboard.press('Escape');
    expect(await seed.inputValue()).toBe(before);
    await page.locator('#tab-presets').click();
    await page.getByLabel('Save as').fill('vers');
    await page.keyboard.press('Escape');
    expect(await page.getByLabel('Save as').inputValue()).toBe('');
    expect(commands).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Panic' }).click();
    await until(() => commands.length === 2);
    expect([commands, changes]).toEqual([['panic', 'panic'], []]);
  });

  test('a tap is given by finger, by key and by the button under the focus', async () => {
    const { page, commands } = await open();
    const tap = page.getByRole('button', { name: 'Tap' });
    await tap.click();
    await tap.focus();
    await page.keyboard.press('Enter');
    await page.locator('h1').click();
    await page.keyboard.press('t');
    await until(() => commands.length === 3);
    expect(commands).toEqual(['tap', 'tap', 'tap']);
  });
});
