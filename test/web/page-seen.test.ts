import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/chromium.js';
import { about } from '../support/fake-daemon.js';
import type { Picture } from '../support/png.js';
import { around, changedPixels, cut, picture, range, textContrasts } from './contrast.js';
import { visits } from './visit.js';

const sizes = [
  { width: 390, height: 2400 },
  { width: 1280, height: 1400 },
];
const [model] = about.models;
const models: [typeof model, typeof model] = [model, model];

describe.skipIf(chromiumPath === undefined)(
  'what is to be seen of the page, in Chromium',
  { timeout: 120_000 },
  () => {
    const { open } = visits();

    test.each(sizes)(
      'each text stands out from what is behind it, 4.5 to 1 (WCAG AA), $width wide',
      async (size) => {
        const { page, control } = await open({ models }, { parts: 2 });
        await page.setViewportSize(size);
        const faint = new Set<string>();
        const look = async () => {
          for (const { text, ratio } of await textContrasts(page))
            if (ratio < 4.5) faint.add(`${text}: ${ratio.toFixed(2)}`);
        };
        for (const tab of await page.getByRole('tab').all()) {
          await tab.click();
          await look();
        }
        for (const level of ['info', 'warn', 'error'] as const) {
          control.publish({ type: 'transport', playing: true });
          control.publish({ type: 'log', level, text: `a line, ${level}` });
          await page.locator('#log', { hasText: level }).waitFor();
          await look();
        }
        expect([...faint]).toEqual([]);
      },
    );

    test('each field is told from the page by its edge, a switch and a slider by its knob, 3 to 1', async () => {
      const { page } = await open({ models }, { parts: 2 });
      await page.setViewportSize(sizes[1]!);
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        const seen = await picture(page);
        for (const { id, knob, box } of await page.evaluate(shownFields)) {
          const edge = { ...box, x: box.x - 2, width: 4 };
          expect(range(seen, knob ? box : edge), id).toBeGreaterThan(3);
        }
      }
    });

    test('Tab comes to every control, and each shows that it has the focus', async () => {
      const { page } = await open({ models }, { parts: 2 });
      await page.setViewportSize(sizes[1]!);
      const reached = new Set<string>();
      const unseen: string[] = [];
      await page.locator('h1').click();
      await page.keyboard.press('Tab');
      const tabs = await page.getByRole('tab').all();
      for (const tab of tabs) {
        const bare = await unfocused(page);
        for (let stop = await focus(page); stop !== undefined; stop = await focus(page)) {
          const { name, box } = stop;
          if (reached.has(name)) {
            await page.keyboard.press('Tab');
            continue;
          }
          const ring = around(box, 6);
          const changed = changedPixels(cut(bare, ring), await picture(page, ring));
          await page.keyboard.press('Tab');
          // As much as a line of a pixel all around it: of a ring of 2, half may fall between pixels.
          if (changed < 2 * (box.width + box.height)) unseen.push(`${name}: ${changed}`);
          reached.add(name);
        }
        await tab.focus();
        await page.keyboard.press('ArrowRight');
      }
      expect(unseen).toEqual([]);
      expect([...reached].sort()).toEqual((await controls(page)).sort());
    });
  },
);

const controlSelector = 'button, input, select, [tabindex="0"]';

/** The names of all controls, each of which is shown on one tab or on every one. */
function controls(page: Page): Promise<string[]> {
  return page.evaluate(
    (selector) =>
      // In this session nothing plays, and no folder is asked for.
      [...document.querySelectorAll(selector)]
        .filter((element) => !element.matches('.when-playing, :disabled'))
        .map(({ id, outerHTML }) => id || outerHTML),
    controlSelector,
  );
}

/** The page while nothing has the focus. */
async function unfocused(page: Page): Promise<Picture> {
  const held = await page.evaluateHandle(() => document.activeElement as HTMLElement);
  await held.evaluate((element) => element.blur());
  const bare = await picture(page);
  await held.evaluate((element) => element.focus());
  return bare;
}

/** What has the focus, and where it is; undefined for the page itself. */
function focus(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return undefined;
    const { x, y, width, height } = element.getBoundingClientRect();
    return { name: element.id || element.outerHTML, box: { x, y, width, height } };
  });
}

/** Runs in the page. */
function shownFields() {
  return [...document.querySelectorAll('input, select')]
    .filter((field) => field.checkVisibility())
    .map((field) => {
      const { x, y, width, height } = field.getBoundingClientRect();
      const knob = field.matches('[type=range], [type=checkbox]');
      return { id: field.id, knob, box: { x, y, width, height } };
    });
}
