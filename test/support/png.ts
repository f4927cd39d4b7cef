import { inflateSync } from 'node:zlib';

/** A picture: red, green and blue, a byte each, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Of the one kind that Chromium's screenshots are: 8 bits, RGB, not interlaced (PNG, third edition, W3C 2025). */
export function decodePng(png: Buffer): Picture {
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  if (png.readUInt32BE(24) !== 0x0802_0000) throw new Error('not 8 bits of RGB');
  const stride = width * 3;
  const filtered = inflateSync(Buffer.concat(data));
  const rgb = new Uint8Array(stride * height);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (stride + 1)]!;
    const line = filtered.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    const row = rgb.subarray(y * stride, (y + 1) * stride);
    // How Chromium writes each row where it is to be quick: millions of bytes, each without a choice.
    if (filter === 2) for (let x = 0; x < stride; x++) row[x] = line[x]! + above[x]!;
    else
      for (let x = 0; x < stride; x++) {
        const [left, corner] = x < 3 ? [0, 0] : [row[x - 3]!, above[x - 3]!];
        row[x] = line[x]! + predictor(filter, left, above[x]!, corner);
      }
    above = row;
  }
  return { width, height, rgb };
}

/** Section 9.2, but for filter 2. */
function predictor(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 3:
      return (left + up) >> 1;
    case 4: {
      // Of the three, the nearest to left + up - corner.
      const a = Math.abs(up - corner);
      const b = Math.abs(left - corner);
      const c = Math.abs(left + up - 2 * corner);
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      return 0;
  }
}
