import { describe, expect, test } from 'vitest';
import { waitsFor } from '../../src/daemon/core/mode.js';
import { chromiumPath } from '../support/chromium.js';
import { about, fakeDaemon } from '../support/fake-daemon.js';
import { until } from '../support/until.js';
import { reach, visits } from './visit.js';

const [drummer] = about.models;
const bass = { ...drummer, name: 'fake bass', material: 'notes' as const, voices: [] };

describe.skipIf(chromiumPath === undefined)('several parts on the page, in Chromium', () => {
  const { serve, visit } = visits();

  async function band() {
    const daemon = fakeDaemon({ models: [drummer, bass] }, { parts: 2 });
    return { ...daemon, ...(await visit(await serve(daemon))) };
  }

  test('each part has a strip with its model, mute, solo and level', async () => {
    const { page, control } = await band();
    const strip = page.getByRole('group', { name: 'Part 2, fake bass' });
    await strip.getByLabel('mute').check();
    await until(() => control.values['part/2/mute'] === true);
    expect(control.values['mute']).toBe(false);
    control.set('part/2/solo', true);
    await page.locator('#mix-2-solo:checked').waitFor();
    expect(await page.locator('#mix-1-solo').isChecked()).toBe(false);
  });

  test('a part that another silences by solo says so, in its strip and where it is shown', async () => {
    const { page, control } = await band();
    control.set('part/2/solo', true);
    await page.locator('#part-1', { hasText: 'silenced by solo' }).waitFor();
    await page.locator('#silence', { hasText: 'silenced by solo' }).waitFor();
    await page.locator('#part-2').click();
    expect(await page.locator('#silence').isVisible()).toBe(false);
    control.set('part/2/mute', true);
    await page.locator('#silence', { hasText: 'muted' }).waitFor();
  });

  test('the roll of a part that plays nothing by itself says whose turn it is, while the music goes on', async () => {
    const { page, control } = await band();
    const told = page.locator('#silence');
    control.publish({ type: 'transport', playing: true });
    control.publish({ type: 'turn', part: 1, mode: 'trade', turn: 'listens' });
    await told.filter({ hasText: 'your bars' }).waitFor();
    await page.locator('#part-2').click();
    expect(await told.isVisible()).toBe(false);
    await page.locator('#part-1').click();
    control.set('mute', true);
    await told.filter({ hasText: 'muted' }).waitFor();
    control.set('mute', false);
    await told.filter({ hasText: 'your bars' }).waitFor();
    control.publish({ type: 'transport', playing: false });
    await told.waitFor({ state: 'hidden' });
  });

  test('the roll says that it waits to be counted in, until it plays', async () => {
    const { page, control } = await band();
    control.set('count-in', 4);
    await page.locator('#silence', { hasText: 'count in 4' }).waitFor();
    control.publish({ type: 'transport', playing: true });
    await page.locator('#silence').waitFor({ state: 'hidden' });
  });

  test('what it says there lies over no note, no number of a bar and no tick, on a small phone either', async () => {
    const { page, control } = await band();
    control.publish({ type: 'transport', playing: true });
    const modes = ['trade', 'continue', 'accompany'] as const;
    const turns = ['listens', 'waits', 'taps'] as const;
    const all = modes.flatMap((mode) => turns.map((turn) => waitsFor(mode, turn)!));
    for (const [width, height] of [
      [360, 640],
      [390, 844],
      [1280, 800],
    ] as const) {
      await page.setViewportSize({ width, height });
      const corners = await page.evaluate(
        (texts) =>
          texts.map((text) => {
            const told = document.querySelector('#silence')!;
            told.textContent = text;
            const roll = document.querySelector('#roll')!.getBoundingClientRect();
            const { right, bottom, top } = told.getBoundingClientRect();
            const fits =
              told.scrollWidth <= told.clientWidth && told.scrollHeight <= told.clientHeight;
            const place = { right: right - roll.x, bottom: bottom - roll.y, top: top - roll.y };
            return { text, fits, ...place };
          }),
        ['muted', 'silenced by solo', 'count in 16', ...all],
      );
      // Above the names of the lanes: rows begin 30 pixels below the top, paper 74 from the left where it is narrow.
      for (const { text, fits, right, bottom, top } of corners) {
        expect(fits, text).toBe(true);
        expect(top, text).toBeGreaterThanOrEqual(0);
        expect(bottom, text).toBeLessThanOrEqual(30);
        expect(right, text).toBeLessThanOrEqual(74);
      }
    }
  });

  test('a control of a strip says of which part it is', async () => {
    const { page } = await band();
    const level = page.getByRole('slider', { name: 'level, part 2' });
    expect(await level.getAttribute('aria-valuetext')).toBe('1.00');
    await page.getByRole('switch', { name: 'mute, part 1' }).waitFor();
  });

  test('a strip has the name of the model that its part has changed to', async () => {
    const { page, control } = await band();
    control.publish({ type: 'models', models: [drummer, { ...bass, name: 'fake flute' }] });
    await page.getByRole('group', { name: 'Part 2, fake flute' }).waitFor();
    expect(await page.locator('#part-2').textContent()).toBe('2fake flute');
  });

  test('the part whose name is pressed is the one that is shown and steered', async () => {
    const { page, control, commands, complaints } = await band();
    await page.locator('#part-2').click();
    expect(await page.locator('#part-2').getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('#part-1').getAttribute('aria-pressed')).toBe('false');
    expect(await page.locator('#model').textContent()).toBe('fake bass');
    await (await reach(page, 'temperature')).focus();
    await page.keyboard.press('End');
    await until(() => control.values['part/2/temperature'] === 2);
    expect(control.values['temperature']).toBe(1);
    await page.locator('#do-mutate').click();
    await until(() => commands.length > 0);
    expect(commands).toEqual(['mutate']);
    await (await reach(page, 'tempo')).focus();
    await page.keyboard.press('Home');
    await until(() => control.values['tempo'] === 20);
    expect(complaints).toEqual([]);
  });

  test('one part needs no mixer', async () => {
    const { page } = await visit(await serve(fakeDaemon()));
    expect(await page.locator('#mixer').isVisible()).toBe(false);
  });

  test('a press on a note that the shown part intends takes it back', async () => {
    const { page, control, commands, said } = await band();
    control.publish({ type: 'transport', playing: true });
    const tick = {
      type: 'tick',
      part: 1,
      bar: 0,
      token: 'REST',
      heard: 'self',
      missed: false,
    } as const;
    control.publish({ ...tick, tick: 0, tickInBar: 0 });
    const kick = { pitch: 36, velocity: 127, offset: 0, label: 'kick' };
    const ticks = Array.from({ length: 16 }, (_, at) => ({
      tick: at + 1,
      token: 'kick',
      probability: 1,
      notes: at === 7 ? [kick] : [],
    }));
    control.publish({ type: 'plan', part: 1, ticks });
    const roll = (await page.locator('#roll').boundingBox())!;
    // One bar of four is to come, and the playhead stands still after a tick and a half: the kick is near its middle.
    await page.waitForTimeout(500);
    const paper = roll.width - 56 - 104;
    const x = 104 + (paper * 3) / 4 + (paper / 4) * (6.5 / 16) + 4;
    const y = roll.height - 22 - (roll.height - 52) / 18;
    await page.mouse.click(roll.x + x, roll.y + y);
    await until(() => commands.length > 0);
    expect([commands, said]).toEqual([['veto'], ['8 36']]);
  });
});
