import { describe, expect, test } from 'vitest';
import { liveSettings } from '../../src/daemon/core/settings.js';
import { chromiumPath } from '../support/chromium.js';
import { about } from '../support/fake-daemon.js';
import { until } from '../support/until.js';
import { reach, visits } from './visit.js';

describe.skipIf(chromiumPath === undefined)('the controls of the page, in Chromium', () => {
  const { serve, visit, open, shut } = visits();

  test('every live setting has a control with a name, its help and its value', async () => {
    const { page, control } = await open();
    const shown = await page.evaluate(
      (names) =>
        names.map((name) => {
          const input = document.querySelector<HTMLInputElement>(`#set-${name}`)!;
          const value = input.type === 'checkbox' ? input.checked : input.value;
          const help = document.querySelector(`#help-set-${name}`)?.textContent;
          return { name, value: String(value), help, labels: input.labels?.length };
        }),
      liveSettings.map(({ name }) => name),
    );
    const wanted = liveSettings.map(({ name, help }) => ({
      name,
      value: String(control.values[name]),
      help,
      labels: 1,
    }));
    expect(shown).toEqual(wanted);
  });

  test('arrow keys go from tab to tab, one panel is shown, and the choice outlives a lost connection', async () => {
    const { page, daemon, server } = await open();
    const tabs = page.getByRole('tab');
    await tabs.first().focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const second = tabs.nth(1);
    expect(await second.getAttribute('aria-selected')).toBe('true');
    expect(await second.evaluate((tab) => tab === document.activeElement)).toBe(true);
    const shown = page.locator('[role="tabpanel"]:visible');
    expect(await shown.count()).toBe(1);
    expect(await shown.getAttribute('id')).toBe(await second.getAttribute('aria-controls'));
    await shut(server);
    await page.waitForSelector('[data-connection="down"]');
    await serve(daemon, server.port);
    await page.waitForSelector('[data-connection="up"]');
    expect(await second.getAttribute('aria-selected')).toBe('true');
  });

  test('a slider dragged to its end sets the end, and every other page follows', async () => {
    const { page, control, server } = await open();
    const other = await visit(server);
    const box = (await (await reach(page, 'temperature')).boundingBox())!;
    const middle = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width / 2, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, middle, { steps: 5 });
    await page.mouse.move(box.x + box.width + 200, middle, { steps: 5 });
    await page.mouse.up();
    await until(() => control.values.temperature === 2);
    await reach(other.page, 'temperature');
    await other.page.locator('output[for="set-temperature"]', { hasText: '2.00' }).waitFor();
    expect(await other.page.locator('#set-temperature').inputValue()).toBe('2');
  });

  test('a slider is moved by keys, and comes back by a double click', async () => {
    const { page, control } = await open();
    await (await reach(page, 'tempo')).focus();
    await page.keyboard.press('ArrowRight');
    await until(() => control.values.tempo === 121);
    await page.locator('#set-tempo').dblclick({ position: { x: 5, y: 10 } });
    await until(() => control.values.tempo === 120);
  });

  test('a tempo between two steps of its slider is typed, and shown', async () => {
    const { page, control } = await open();
    await reach(page, 'tempo');
    const exact = page.getByLabel('tempo, exactly');
    await exact.fill('93.5');
    await exact.press('Enter');
    await until(() => control.values.tempo === 93.5);
    await page.locator('output[for="set-tempo"]', { hasText: '93.5 BPM' }).waitFor();
    control.set('tempo', 120.4);
    await page.locator('output[for="set-tempo"]', { hasText: '120.4 BPM' }).waitFor();
    expect(await exact.inputValue()).toBe('120.4');
  });

  test('a pitch is shown and typed by its name, and what is none is not sent', async () => {
    const { page, control, changes } = await open();
    await reach(page, 'lowest');
    const name = page.getByLabel('lowest, exactly');
    expect(await name.inputValue()).toBe('C-1');
    await name.fill('eb3');
    await name.press('Enter');
    await until(() => control.values.lowest === 51);
    await page.locator('output[for="set-lowest"]', { hasText: 'D#3' }).waitFor();
    await name.fill('60');
    await name.press('Enter');
    await until(() => control.values.lowest === 60);
    await page.locator('output[for="set-lowest"]', { hasText: 'C4' }).waitFor();
    const told = changes.length;
    await name.fill('H3');
    await name.press('Enter');
    expect(await name.evaluate((field: HTMLInputElement) => field.validity.valid)).toBe(false);
    await page.keyboard.press('Tab');
    expect(await name.inputValue()).toBe('C4');
    // What is sent after it shows that nothing was sent before.
    await (await reach(page, 'tempo')).press('ArrowRight');
    await until(() => changes.length > told);
    expect(changes.map(({ lowest }) => lowest).slice(told)).toEqual([60]);
  });

  test('the seed is typed, clamped, or drawn by the die', async () => {
    const { page, control } = await open();
    const field = await reach(page, 'seed');
    await field.fill('5000000');
    await field.press('Enter');
    await until(() => control.values.seed === 999999);
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('#set-seed')?.value === '999999',
    );
    await page.getByRole('button', { name: 'new seed by chance' }).click();
    await until(() => control.values.seed !== 999999);
    expect(control.values.seed).toSatisfy(Number.isInteger);
  });

  test('on a phone every control is as large as a finger: 44 pixels or more each way', async () => {
    const [model] = about.models;
    const { page } = await open({ models: [model, model] });
    await page.setViewportSize({ width: 390, height: 844 });
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, input, select')]
          .filter((control) => control.checkVisibility())
          .filter((control) => {
            const { width, height } = control.getBoundingClientRect();
            return Math.min(width, height) < 44;
          })
          .map(({ outerHTML }) => outerHTML.slice(0, 80)),
      );
      expect(small).toEqual([]);
    }
  });

  test('what another client sets is shown', async () => {
    const { page, control } = await open();
    control.set('tempo', 87);
    await reach(page, 'tempo');
    await page.locator('output[for="set-tempo"]', { hasText: '87 BPM' }).waitFor();
    expect(await page.locator('#set-tempo').inputValue()).toBe('87');
  });

  test('the clock is chosen, sent, and shown in a word', async () => {
    const { page, control } = await open();
    await (await reach(page, 'clock')).selectOption('midi');
    await until(() => control.values.clock === 'midi');
    await page.locator('#set-clock-out').click();
    await until(() => control.values['clock-out'] === true);
    control.publish({ type: 'clock', state: 'free-wheeling', bpm: 97.25, other: 0 });
    await page.locator('#clock', { hasText: '97.3 BPM' }).waitFor();
    expect(await page.locator('#clock-state').textContent()).toContain('no MIDI clock');
  });
});
