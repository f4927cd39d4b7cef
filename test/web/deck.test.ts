import { describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/chromium.js';
import { until } from '../support/until.js';
import { visits } from './visit.js';

describe.skipIf(chromiumPath === undefined)('the buttons of commands, in Chromium', () => {
  const { open } = visits();

  test('what costs what was played is done at the second press only, all else at the first', async () => {
    const { page, commands } = await open();
    for (const name of ['forget', 'cache reset']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('button', { name: `really ${name}?` }).waitFor();
    }
    await page.getByRole('button', { name: 'back', exact: true }).click();
    await page.getByRole('button', { name: 'forget', exact: true }).click();
    await page.getByRole('button', { name: 'really forget?' }).click();
    await until(() => commands.length === 2);
    expect(commands).toEqual(['back', 'forget']);
  });
});
