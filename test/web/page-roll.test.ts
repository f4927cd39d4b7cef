import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { TickMessage } from '../../src/daemon/core/messages.js';
import { chromiumPath } from '../support/chromium.js';
import { about } from '../support/fake-daemon.js';
import { visits } from './visit.js';

describe.skipIf(chromiumPath === undefined)('the roll of the page, in Chromium', () => {
  const { open } = visits();

  test('each voice is drawn in its own row, and in no other', async () => {
    const { page, control, complaints } = await open();
    expect(about.models[0].voices).toHaveLength(9);
    for (const [row, label] of about.models[0].voices.entries()) {
      const at = row * 80;
      for (const [tick, struck] of [
        [at, true],
        [at + 10, false],
      ] as const) {
        control.publish(tickOf(tick));
        if (!struck) continue;
        const note = { channel: 10, pitch: 36, velocity: 127, offset: 0 };
        control.publish({ type: 'note', part: 1, tick, label, ...note });
      }
      const coloured = await pictureAtRest(page, at + 10);
      const rows = coloured.flatMap((count, other) => (count > 0 ? [other] : []));
      expect([label, rows]).toEqual([label, [row]]);
    }
    expect(complaints).toEqual([]);
  });

  test('strokes of a player are drawn in the lane of their voice where they are drums', async () => {
    const { page, control, complaints } = await open();
    control.publish({ type: 'transport', playing: true });
    const { voices } = about.models[0];
    for (const [row, voice] of voices.entries()) {
      const at = row * 80;
      control.publish(tickOf(at));
      const next = voices[(row + 1) % voices.length]!;
      control.publish({ ...pad, voice, label: voice, beat: at / 4 });
      control.publish({ ...pad, voice: next, label: 'C4', channel: 1, beat: at / 4 + 0.5 });
      control.publish(tickOf(at + 10));
      const coloured = await pictureAtRest(page, at + 10);
      expect([voice, coloured.flatMap((count, other) => (count > 0 ? [other] : []))]).toEqual([
        voice,
        [row],
      ]);
    }
    expect(complaints).toEqual([]);
  });

  test('the last key that came in is named, also while nothing plays', async () => {
    const { page, control } = await open();
    expect(await page.locator('#you').isVisible()).toBe(false);
    control.publish({ ...pad, beat: null });
    await page.locator('#you', { hasText: 'closed hat' }).waitFor();
    await page.locator('#midi-key', { hasText: 'last key: closed-hat, channel 10' }).waitFor();
  });

  test('a melody of any width is drawn, and stronger than what is planned', async () => {
    const [drummer] = about.models;
    const piano = { ...drummer, material: 'notes' as const, voices: [] };
    const { page, control, complaints } = await open({ models: [piano] });
    await page.setViewportSize({ width: 1440, height: 900 });
    control.publish({ type: 'transport', playing: true });
    const pitches = [0, 36, 88, 127];
    control.publish(tickOf(0));
    for (const pitch of pitches) {
      const note = { channel: 1, velocity: 40, offset: 0, label: '' };
      control.publish({ type: 'note', part: 1, tick: 0, pitch, ...note });
    }
    control.publish(tickOf(12));
    const notes = pitches.map((pitch) => ({ pitch, velocity: 127, offset: 0, label: '' }));
    const planned = { tick: 20, token: '', probability: 1, notes };
    control.publish({ type: 'plan', part: 1, ticks: [planned] });
    await pictureAtRest(page, 12);
    const [played, intended] = await strongestColours(page);
    expect(intended).toBeGreaterThan(60);
    expect(played).toBeGreaterThan(intended);
    expect(complaints).toEqual([]);
  });

  test('paper at rest is not drawn again, until something new comes or its size changes', async () => {
    const { page, control } = await open();
    control.publish(tickOf(8));
    control.publish({ type: 'note', part: 1, tick: 8, label: 'snare', ...snare });
    control.publish(tickOf(18));
    await pictureAtRest(page, 18);
    do {
      await mark(page);
      await nextFrames(page);
    } while (!(await isMarked(page)));
    control.publish({ type: 'note', part: 1, tick: 8, label: 'kick', ...snare, pitch: 36 });
    while (await isMarked(page)) await nextFrames(page);
    await mark(page);
    await page.setViewportSize({ width: 700, height: 800 });
    while (await isMarked(page)) await nextFrames(page);
  });
});

/** Leaves a mark on the roll, which the next picture has not. */
function mark(page: Page): Promise<void> {
  return page.locator('#roll').evaluate((canvas: HTMLCanvasElement) => {
    canvas.getContext('2d')!.fillRect(0, 0, 1, 1);
  });
}

function isMarked(page: Page): Promise<boolean> {
  return page.locator('#roll').evaluate((canvas: HTMLCanvasElement) => {
    const [, , , alpha] = canvas.getContext('2d')!.getImageData(0, 0, 1, 1).data;
    return alpha === 255;
  });
}

const pad = {
  type: 'key',
  ...{ pitch: 42, velocity: 127, channel: 10 },
  ...{ label: 'closed-hat', voice: 'closed-hat' },
} as const;

const snare = { channel: 10, pitch: 38, velocity: 127, offset: 0 };

function tickOf(tick: number): TickMessage {
  const place = { bar: Math.floor(tick / 16), tickInBar: tick % 16 };
  return { type: 'tick', part: 1, tick, ...place, token: `${tick}`, heard: 'self', missed: false };
}

/** How many pixels of each row of the roll, lowest first, are strongly coloured. */
async function colouredPixels(page: Page): Promise<number[]> {
  const rows = about.models[0].voices.length;
  return page.locator('#roll').evaluate((canvas: HTMLCanvasElement, rows: number) => {
    const pen = canvas.getContext('2d')!;
    const height = (canvas.height - 52) / rows;
    return Array.from({ length: rows }, (_, row) => {
      const top = Math.round(30 + (rows - 1 - row) * height);
      const { data } = pen.getImageData(140, top, canvas.width - 240, Math.floor(height));
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [r, g, b, alpha] = [data[i]!, data[i + 1]!, data[i + 2]!, data[i + 3]!];
        const colour = ((Math.max(r, g, b) - Math.min(r, g, b)) * alpha) / 255;
        if (colour > 60) count += 1;
      }
      return count;
    });
  }, rows);
}

/** The same, once it knows of that tick and two pictures in a row are alike: with no new tick the paper comes to rest. */
async function pictureAtRest(page: Page, tick: number): Promise<number[]> {
  await page.locator('#token', { hasText: new RegExp(`^${tick}$`) }).waitFor({ state: 'attached' });
  await nextFrames(page);
  let [before, after]: [number[], number[]] = [[], await colouredPixels(page)];
  while (Math.max(...after) === 0 || after.join() !== before.join()) {
    before = after;
    await nextFrames(page);
    after = await colouredPixels(page);
  }
  return after;
}

/** Where the machine is busy a frame may take longer than any time to wait for. */
function nextFrames(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (let frames = 0; frames < 4; frames += 1) await new Promise(requestAnimationFrame);
  });
}

/** The strongest colour left of the playhead, and right of it, where one bar of four is to come. */
function strongestColours(page: Page): Promise<[number, number]> {
  return page.locator('#roll').evaluate((canvas: HTMLCanvasElement) => {
    const pen = canvas.getContext('2d')!;
    const head = 104 + ((canvas.width - 104 - 56) * 3) / 4;
    const strongest = (from: number, to: number) => {
      const { data } = pen.getImageData(from, 30, to - from, canvas.height - 52);
      let most = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [r, g, b, alpha] = [data[i]!, data[i + 1]!, data[i + 2]!, data[i + 3]!];
        most = Math.max(most, ((Math.max(r, g, b) - Math.min(r, g, b)) * alpha) / 255);
      }
      return most;
    };
    return [strongest(110, head - 4), strongest(head + 4, canvas.width)] as [number, number];
  });
}
