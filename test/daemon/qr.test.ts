import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { qrLines } from '../../src/daemon/qr.js';

/** jsQR is CommonJS, but its types speak of a default export. */
const read = jsQR as unknown as typeof jsQR.default;

test('what is printed on a dark terminal is read back by a camera', () => {
  const text = 'http://192.168.101.25:8765/?code=K7Q2MX';
  const rows = qrLines(text).flatMap((line) => [
    Array.from(line, (glyph) => '█▀'.includes(glyph)),
    Array.from(line, (glyph) => '█▄'.includes(glyph)),
  ]);
  const scale = 4;
  const [width, height] = [rows[0]!.length * scale, rows.length * scale];
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at++) {
    const lit = rows[Math.floor(at / width / scale)]![Math.floor((at % width) / scale)]!;
    pixels.fill(lit ? 255 : 0, at * 4, at * 4 + 3);
  }
  expect(read(pixels, width, height)?.data).toBe(text);
});
