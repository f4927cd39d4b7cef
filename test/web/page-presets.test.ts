import { describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/chromium.js';
import { until } from '../support/until.js';
import { visits } from './visit.js';

describe.skipIf(chromiumPath === undefined)('presets on the page, in Chromium', () => {
  const { open } = visits();
  const some = { type: 'presets', names: ['chorus', 'verse 2'], current: 'chorus' } as const;

  async function shelf() {
    const opened = await open();
    opened.control.publish(some);
    await opened.page.getByRole('tab', { name: 'Presets' }).click();
    return { ...opened, list: opened.page.getByRole('list', { name: 'Presets' }) };
  }

  test('each preset has a button, and the current one is pressed', async () => {
    const { page, control, commands, said, list, complaints } = await shelf();
    await list.getByRole('button', { name: 'chorus', exact: true, pressed: true }).waitFor();
    await list.getByRole('button', { name: 'verse 2', exact: true, pressed: false }).click();
    await until(() => commands.length > 0);
    expect([commands, said]).toEqual([['preset'], ['verse 2']]);
    control.publish({ ...some, current: 'verse 2' });
    await list.getByRole('button', { name: 'verse 2', exact: true, pressed: true }).waitFor();
    await page.reload();
    await page.getByRole('tab', { name: 'Presets' }).click();
    await list.getByRole('button', { name: 'verse 2', exact: true, pressed: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('the settings as they are can be saved under a name', async () => {
    const { page, commands, said } = await shelf();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByLabel('Save as').fill('outro s');
    await page.keyboard.press('Enter');
    await until(() => commands.length > 0);
    expect([commands, said]).toEqual([['preset-save'], ['outro s']]);
  });

  test('a preset is deleted at the second press only, and a press elsewhere takes the first back', async () => {
    const { page, commands, said, list } = await shelf();
    await list.getByRole('button', { name: 'delete chorus' }).click();
    await list.getByRole('button', { name: 'really delete chorus?' }).waitFor();
    await page.getByLabel('Save as').focus();
    await list.getByRole('button', { name: 'delete verse 2' }).click();
    await list.getByRole('button', { name: 'really delete verse 2?' }).click();
    await until(() => commands.length > 0);
    expect([commands, said]).toEqual([['preset-delete'], ['verse 2']]);
    await list.getByRole('button', { name: 'delete chorus', exact: true }).waitFor();
  });

  test('what others save and recall leaves the focus, and a question, where they are', async () => {
    const { control, list } = await shelf();
    const verse = list.getByRole('button', { name: 'verse 2', exact: true });
    await verse.focus();
    control.publish({ ...some, names: ['bridge', ...some.names], current: 'verse 2' });
    await list.getByRole('button', { name: 'verse 2', exact: true, pressed: true }).waitFor();
    expect(await verse.evaluate((button) => button === document.activeElement)).toBe(true);
    await list.getByRole('button', { name: 'delete verse 2' }).click();
    control.publish({ ...some, names: ['verse 2', 'zest'], current: 'zest' });
    await list.getByRole('button', { name: 'zest', exact: true, pressed: true }).waitFor();
    expect(await list.getByRole('listitem').allInnerTexts()).toEqual(['verse 2\nSure?', 'zest\n×']);
  });
});
