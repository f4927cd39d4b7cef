import type { CDPSession, Page } from 'playwright-core';
import { decodePng, type Picture } from '../support/png.js';

/** What can be told from what on the page, as WCAG 2.2 measures it: from 1, not at all, to 21, black and white. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Colour = readonly [red: number, green: number, blue: number];

/** A box of whole pixels, so far beyond `box` on each side. */
export function around(box: Box, pixels: number): Box {
  const [x, y] = [Math.floor(box.x) - pixels, Math.floor(box.y) - pixels];
  const width = Math.ceil(box.x + box.width) + pixels - x;
  return { x, y, width, height: Math.ceil(box.y + box.height) + pixels - y };
}

/** The page, or what is in the box. */
export async function picture(page: Page, clip?: Box): Promise<Picture> {
  // Twice as soon as Playwright's own, which also waits for fonts and hides the caret.
  const session = await devtools(page);
  const { data } = await session.send('Page.captureScreenshot', {
    optimizeForSpeed: true,
    ...(clip && { clip: { ...clip, scale: 1 } }),
  });
  return decodePng(Buffer.from(data, 'base64'));
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();

function devtools(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, session);
  return session;
}

/** What is in a box of whole pixels; what lies beyond the picture is black. */
export function cut(from: Picture, { x, y, width, height }: Box): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let row = Math.max(0, -y); row < Math.min(height, from.height - y); row++) {
    const [left, right] = [Math.max(0, x), Math.min(from.width, x + width)];
    const start = (y + row) * from.width;
    rgb.set(
      from.rgb.subarray((start + left) * 3, (start + right) * 3),
      (row * width + left - x) * 3,
    );
  }
  return { width, height, rgb };
}

/** Each text that is shown, fields' values too, and the least contrast that it has to a pixel behind it. */
export async function textContrasts(page: Page): Promise<{ text: string; ratio: number }[]> {
  const texts = await page.evaluate(shownTexts);
  const sheet = await page.evaluateHandle(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { color: transparent !important; transition: none !important; }');
    document.adoptedStyleSheets = [sheet];
    return sheet;
  });
  const bare = await picture(page);
  await sheet.evaluate(() => (document.adoptedStyleSheets = []));
  return texts.map(({ text, box, colour, alpha }) => {
    const [red, green, blue] = colour;
    const all = coloursIn(bare, box).map((behind) =>
      contrast(mix([red!, green!, blue!], behind, alpha), behind),
    );
    return { text, ratio: Math.min(...all) };
  });
}

/** The least and the most luminous pixel in the box, against each other. */
export function range(picture: Picture, box: Box): number {
  const all = coloursIn(picture, box).map(luminance);
  return ratio(Math.min(...all), Math.max(...all));
}

/** How many pixels are told from what they were: 3 or more. */
export function changedPixels(before: Picture, after: Picture): number {
  let count = 0;
  for (let at = 0; at < before.rgb.length; at += 3)
    if (contrast(colourAt(before, at), colourAt(after, at)) >= 3) count += 1;
  return count;
}

/** Runs in the page. A colour is red, green and blue; `alpha` is what of it comes through. */
function shownTexts() {
  const found: { text: string; box: Box; colour: number[]; alpha: number }[] = [];
  const add = (text: string, owner: Element, { x, y, width, height }: Box) => {
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    if (width === 0 || !(owner.checkVisibility() && (owner.contains(top) || top?.contains(owner))))
      return;
    const numbers = getComputedStyle(owner)
      .color.match(/[\d.]+/g)!
      .map(Number);
    let alpha = numbers[3] ?? 1;
    for (let each: Element | null = owner; each !== null; each = each.parentElement)
      alpha *= Number(getComputedStyle(each).opacity);
    found.push({ text, box: { x, y, width, height }, colour: numbers.slice(0, 3), alpha });
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent!.trim();
    const range = document.createRange();
    range.selectNodeContents(node);
    if (text !== '') add(text, node.parentElement!, range.getBoundingClientRect());
  }
  const fields = document.querySelectorAll<HTMLInputElement>('select, [type=number], [type=text]');
  for (const field of fields) {
    const { x, y, width, height } = field.getBoundingClientRect();
    add(`${field.id}: ${field.value}`, field, {
      ...{ x: x + 8, y: y + 8 },
      ...{ width: width - 32, height: height - 16 },
    });
  }
  return found;
}

/** Each colour that a pixel of the box has, once. */
function coloursIn(picture: Picture, box: Box): Colour[] {
  const colours = new Map<number, Colour>();
  for (const at of pixelsIn(picture, box)) {
    const colour = colourAt(picture, at);
    const [red, green, blue] = colour;
    colours.set((red << 16) | (green << 8) | blue, colour);
  }
  return [...colours.values()];
}

function colourAt({ rgb }: Picture, at: number): Colour {
  return [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
}

/** Where each pixel of the box begins in `rgb`. */
function* pixelsIn({ width, height }: Picture, box: Box): Generator<number> {
  const [right, bottom] = [
    Math.min(width, box.x + box.width),
    Math.min(height, box.y + box.height),
  ];
  for (let y = Math.max(0, Math.floor(box.y)); y < bottom; y++)
    for (let x = Math.max(0, Math.floor(box.x)); x < right; x++) yield (y * width + x) * 3;
}

function mix(colour: Colour, behind: Colour, alpha: number): Colour {
  const [red, green, blue] = colour.map((each, at) => each * alpha + behind[at]! * (1 - alpha));
  return [red!, green!, blue!];
}

function contrast(one: Colour, other: Colour): number {
  return ratio(luminance(one), luminance(other));
}

function ratio(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Relative luminance of an sRGB colour, 0 to 1. */
function luminance([red, green, blue]: Colour): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(byte: number): number {
  return linearOf[Math.round(byte)]!;
}

const linearOf = Float64Array.from({ length: 256 }, (_, byte) => {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});
