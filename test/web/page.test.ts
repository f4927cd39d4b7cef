import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { readPageFiles } from '../../src/daemon/io/page-files.js';
import { chromiumPath } from '../support/chromium.js';
import { about } from '../support/fake-daemon.js';
import { until } from '../support/until.js';
import { reach, visits } from './visit.js';

type KitModule = typeof import('../../src/web/kit.js');

describe.skipIf(chromiumPath === undefined)('the page, in Chromium', () => {
  const { serve, open, shut } = visits();
  const play = (page: Page) => page.locator('#play');

  test('the page can be put on a home screen: its manifest and icon are there, under 200 kB with all else', async () => {
    const { page, server } = await open();
    const manifest = await page.evaluate(async () => {
      const { href } = document.querySelector<HTMLLinkElement>('link[rel=manifest]')!;
      return (await (await fetch(href)).json()) as { icons: { src: string }[] };
    });
    expect(manifest.icons).toHaveLength(1);
    const icon = await fetch(`http://127.0.0.1:${server.port}${manifest.icons[0]!.src}`);
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/png']);
    const bytes = [...readPageFiles().values()].reduce((sum, { body }) => sum + body.length, 0);
    expect(bytes).toBeLessThan(200_000);
  });

  test('a newcomer without a synth is offered sound; one click gives it, and starts', async () => {
    const { page, commands } = await open();
    await page.getByRole('button', { name: 'Click to hear it' }).click();
    await page.getByRole('button', { name: 'Sound', pressed: true }).waitFor();
    expect(await page.locator('#hear').isVisible()).toBe(false);
    await until(() => commands.length === 1);
    expect(commands).toEqual(['start']);
    await page.keyboard.press('s');
    await page.getByRole('button', { name: 'Sound', pressed: false }).waitFor();
  });

  test('the offer can be turned down, and is not made where a MIDI port is open', async () => {
    const { page, commands } = await open();
    await page.getByRole('button', { name: 'no sound here' }).click();
    expect(await page.locator('#hear').isVisible()).toBe(false);
    const midi = { outs: ['ghostnote out'], in: 'ghostnote in', note: '' };
    const connected = await open({ midi });
    expect(await connected.page.locator('#hear').isVisible()).toBe(false);
    expect(await connected.page.locator('#midi').textContent()).toBe('ghostnote out');
    expect([...commands, ...connected.commands]).toEqual([]);
  });

  test('meters, model, ports and log lines are shown', async () => {
    const { page, control } = await open();
    control.publish({
      type: 'meters',
      ticks: 1234,
      notesOn: 1,
      notesOff: 1,
      misses: 3,
      fallbacks: 3,
      lateness: { p50: 130, p99: 910, max: 2140 },
      predict: { p50: 260, p99: 480, max: 19_000 },
      clients: 2,
    });
    control.publish({ type: 'log', level: 'warn', text: 'a <b>line</b>' });
    await page.locator('#log', { hasText: 'a <b>line</b>' }).waitFor();
    const text = async (id: string) => page.locator(`#${id}`).textContent();
    expect(await text('lateness')).toBe('0.13 ms');
    expect(await text('lateness-tail')).toBe('p99 0.91 ms, worst 2.14 ms');
    expect(await text('predict-tail')).toBe('p99 0.48 ms, worst 19 ms');
    expect(await text('misses')).toBe('3');
    expect(await text('counts')).toBe('1,234 ticks, 1 note, 2 clients');
    expect(await text('midi-note')).toBe(about.midi.note);
    expect(await text('model')).toBe(about.models[0].name);
  });

  test('when the daemon goes and comes back, the page does too, with the new values', async () => {
    const { page, daemon, server } = await open();
    await shut(server);
    await page.waitForSelector('[data-connection="down"]');
    expect(await page.locator('#log').textContent()).toContain('trying again');
    // What would be lost cannot be turned.
    await play(page).focus();
    expect(await page.locator(':focus').count()).toBe(0);
    daemon.control.set('tempo', 66);
    await serve(daemon, server.port);
    await page.waitForSelector('[data-connection="up"]');
    await reach(page, 'tempo');
    await page.locator('output[for="set-tempo"]', { hasText: '66 BPM' }).waitFor();
    await play(page).focus();
    expect(await page.locator('#play:focus').count()).toBe(1);
    expect(await page.locator('#log').textContent()).toBe('');
  });

  test.each([
    { width: 360, height: 740 },
    { width: 320, height: 568 },
  ])('on a phone everything fits the width, $width, and Play is under the thumb', async (size) => {
    const { page } = await open();
    await page.setViewportSize(size);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
    for (const button of await page.locator('.transport button:visible, .hear button').all()) {
      const { x, width } = (await button.boundingBox())!;
      expect(x, await button.innerText()).toBeGreaterThanOrEqual(0);
      expect(x + width, await button.innerText()).toBeLessThanOrEqual(size.width);
    }
    const box = (await play(page).boundingBox())!;
    expect(box.height).toBeGreaterThanOrEqual(56);
    expect(box.y).toBeGreaterThan(size.height / 2);
    expect(box.y + box.height).toBeLessThanOrEqual(size.height);
  });

  test('every voice of the kit, and a keyboard note, sounds, ends, and never clips', async () => {
    const { page } = await open();
    const kit = await page.evaluateHandle<KitModule>("import('/kit.js')");
    const peaks = await kit.evaluate(({ Kit }, voices: readonly string[]) => {
      const render = async (labels: readonly string[]) => {
        const context = new OfflineAudioContext(2, 44_100 * 6, 44_100);
        const kit = new Kit(context);
        for (const label of labels) kit.play({ pitch: 60, label, velocity: 127 }, 0.1);
        const samples = (await context.startRendering()).getChannelData(0);
        const peak = (from: number, to: number) =>
          samples.slice(from * 44_100, to * 44_100).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        return {
          label: labels.join(),
          before: peak(0, 0.099),
          peak: peak(0.1, 5),
          after: peak(5, 6),
        };
      };
      const each = voices.map((voice) => render([voice]));
      return Promise.all([...each, render(voices), render(['C4'])]);
    }, about.models[0].voices);
    for (const { label, before, peak, after } of peaks) {
      expect([label, before]).toEqual([label, 0]);
      expect(peak, label).toBeGreaterThan(0.05);
      expect(peak, label).toBeLessThan(1);
      expect(after, label).toBeLessThan(0.001);
    }
  });
});
