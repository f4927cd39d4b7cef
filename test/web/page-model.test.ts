import { describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/chromium.js';
import { until } from '../support/until.js';
import { visits } from './visit.js';

describe.skipIf(chromiumPath === undefined)('models on the page, in Chromium', () => {
  const { open } = visits();

  test('another can be loaded by its folder, and its name is shown once it plays', async () => {
    const { page, control, commands, said, complaints } = await open();
    await page.getByRole('tab', { name: 'Model' }).click();
    await page.getByLabel('Load').fill('my-model');
    await page.keyboard.press('Enter');
    await until(() => commands.length > 0);
    expect([commands, said]).toEqual([['load'], ['my-model']]);
    const [first, ...others] = control.models;
    control.publish({ type: 'models', models: [{ ...first, name: 'Mine' }, ...others] });
    await page.locator('#model', { hasText: 'Mine' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
