import { describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/chromium.js';
import { until } from '../support/until.js';
import { visits } from './visit.js';

describe.skipIf(chromiumPath === undefined)('models on the page, in Chromium', () => {
  const { open } = visits();

  async function tab() {
    const opened = await open();
    await opened.page.getByRole('tab', { name: 'Model' }).click();
    const models = opened.page.locator('#load-model');
    const load = opened.page.getByRole('button', { name: 'Load' });
    return { ...opened, models, load };
  }

  test('those that the daemon knows are offered, and the one that is chosen is loaded', async () => {
    const { page, control, models, load, commands, said, complaints } = await tab();
    expect(await models.locator('option').allTextContents()).toEqual([
      ...['groove', 'nottingham', 'my-model (in /home/me/)', 'another folder…'],
    ]);
    expect(await page.getByLabel('folder of a model').isVisible()).toBe(false);
    await models.selectOption('my-model (in /home/me/)');
    await load.click();
    await until(() => commands.length > 0);
    expect([commands, said]).toEqual([['load'], ['/home/me/my-model']]);
    control.publish({ type: 'loadable', names: ['groove', '/a/new', '/home/me/my-model'] });
    await models.locator('option', { hasText: 'new (in /a/)' }).waitFor({ state: 'attached' });
    expect(await models.inputValue()).toBe('/home/me/my-model');
    expect(complaints).toEqual([]);
  });

  test('another can be loaded by its folder, and its name is shown once it plays', async () => {
    const { page, control, models, commands, said, complaints } = await tab();
    await models.selectOption('another folder…');
    await page.keyboard.press('Enter');
    await page.keyboard.type('my-model');
    await page.keyboard.press('Enter');
    await until(() => commands.length > 0);
    expect([commands, said]).toEqual([['load'], ['my-model']]);
    const [first, ...others] = control.models;
    control.publish({ type: 'models', models: [{ ...first, name: 'Mine' }, ...others] });
    await page.locator('#model', { hasText: 'Mine' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
