import { describe, expect, test } from 'vitest';
import type { About } from '../../src/daemon/core/control.js';
import { chromiumPath } from '../support/chromium.js';
import { about } from '../support/fake-daemon.js';
import { until } from '../support/until.js';
import { visits } from './visit.js';

describe.skipIf(chromiumPath === undefined)('MIDI learn on the page, in Chromium', () => {
  const { open } = visits();

  async function learn(overrides: Partial<About> = {}) {
    const opened = await open(overrides);
    const { page } = opened;
    await page.getByRole('tab', { name: 'MIDI learn' }).click();
    return {
      ...opened,
      targets: page.getByLabel('Teach a MIDI control'),
      list: page.getByRole('list', { name: 'Learned controls' }),
    };
  }

  test('a setting, a command or a preset can be taught; what takes text, and quit, cannot', async () => {
    const { page, control, commands, said, targets, complaints } = await learn();
    const all = await targets.locator('option').allTextContents();
    expect(all).toEqual(expect.arrayContaining(['temperature', 'panic', 'fill', 'preset-next']));
    expect(all.filter((each) => ['quit', 'veto', 'preset-save', 'learn'].includes(each))).toEqual(
      [],
    );
    await targets.selectOption('trade-bars');
    control.publish({ type: 'presets', names: ['verse-2'], current: null });
    await targets.locator('option', { hasText: 'preset verse-2' }).waitFor({ state: 'attached' });
    expect(await targets.inputValue()).toBe('trade-bars');
    await page.getByRole('button', { name: 'Learn', exact: true }).click();
    await targets.selectOption('preset verse-2');
    await page.getByRole('button', { name: 'Learn', exact: true }).click();
    await until(() => commands.length > 1);
    expect(commands).toEqual(['learn', 'learn']);
    expect(said).toEqual(['trade-bars', 'preset verse-2']);
    expect(complaints).toEqual([]);
  });

  test('each part has its own settings and commands to teach', async () => {
    const [model] = about.models;
    const { targets } = await learn({ models: [model, model] });
    const own = await targets.locator('optgroup[label="Part 2"] option').allTextContents();
    expect(own).toEqual(expect.arrayContaining(['part/2/temperature', 'part/2/fill']));
    expect(own.filter((each) => each.endsWith('/tempo') || each.endsWith('/panic'))).toEqual([]);
  });

  test('what waits and what was learned is listed, each with a button that unlearns it', async () => {
    const { page, control, commands, said, list } = await learn();
    const controls = [{ target: 'tempo', source: 'controller 21 on channel 1' }];
    control.publish({ type: 'learned', waiting: 'temperature', controls });
    await list.getByText('waits for a control').waitFor();
    await list.getByText('controller 21 on channel 1').waitFor();
    await list.getByRole('button', { name: 'unlearn tempo' }).click();
    await list.getByRole('button', { name: 'unlearn temperature' }).click();
    await until(() => commands.length > 1);
    expect([commands, said]).toEqual([
      ['unlearn', 'unlearn'],
      ['tempo', 'temperature'],
    ]);
    control.publish({ type: 'learned', waiting: null, controls });
    await list.getByText('waits for a control').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('tab', { name: 'MIDI learn' }).click();
    expect(await list.getByRole('listitem').count()).toBe(1);
  });
});
