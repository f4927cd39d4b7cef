import { lastOf } from '../core/histogram.js';
import type { Latency } from '../core/messages.js';

export interface Row extends Latency {
  readonly name: string;
  /** [bucketCount] how many fell into each bucket of `core/histogram.ts`. */
  readonly buckets: Float64Array;
}

/** The picture's measures, in its own pixels. The axis goes over the powers of ten from 1 µs to 1 s. */
const width = 760;
const rowHeight = 120;
const left = 130;
const right = 20;
const decades = 6;
/** Columns to a decade. */
const columns = 12;
const colours = ['#2a9d8f', '#e76f51', '#e9a23b'];

/** One histogram over another on one logarithmic axis; each is as high as its fullest column. */
export function drawHistograms(rows: readonly Row[]): string {
  const height = rows.length * rowHeight + 40;
  const axis = Array.from({ length: decades + 1 }, (_, power) => drawMark(power, height)).join('');
  const drawn = rows.map((row, at) => drawRow(row, at)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">
<rect width="${width}" height="${height}" fill="#fff"/>${axis}${drawn}</svg>
`;
}

function drawMark(power: number, height: number): string {
  const x = xOf(10 ** power);
  const name = ['1 µs', '10 µs', '0.1 ms', '1 ms', '10 ms', '0.1 s', '1 s'][power]!;
  return `<path d="M${x} 10V${height - 30}" stroke="#ddd"/><text x="${x}" y="${height - 12}" text-anchor="middle" fill="#555">${name}</text>
`;
}

function drawRow({ name, buckets, p50, p99, max }: Row, at: number): string {
  const counts = new Array<number>(decades * columns).fill(0);
  buckets.forEach((count, bucket) => {
    const place = Math.floor(columns * Math.log10(Math.max(1, lastOf(bucket))));
    const column = Math.min(place, counts.length - 1);
    counts[column] = counts[column]! + count;
  });
  const most = Math.max(1, ...counts);
  const base = (at + 1) * rowHeight;
  const step = (width - left - right) / counts.length;
  const bars = counts.map((count, column) => {
    const high = (count / most) * (rowHeight - 30);
    const x = left + column * step;
    return count === 0
      ? ''
      : `<rect x="${x.toFixed(1)}" y="${(base - high).toFixed(1)}" width="${(step - 1).toFixed(1)}" height="${high.toFixed(1)}"/>`;
  });
  const figures = [p50, p99, max].map((micros) => (micros / 1000).toFixed(2));
  return `<g fill="${colours[at % colours.length]!}">${bars.join('')}<text x="8" y="${base - 56}" font-weight="bold">${name}</text>
<g fill="#333"><text x="8" y="${base - 38}">p50 ${figures[0]!} ms</text><text x="8" y="${base - 22}">p99 ${figures[1]!} ms</text><text x="8" y="${base - 6}">max ${figures[2]!} ms</text></g></g>
`;
}

function xOf(micros: number): number {
  return left + ((width - left - right) * Math.log10(micros)) / decades;
}
