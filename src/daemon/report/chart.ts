import type { Comparison } from '../../model/report/compare.js';

/** The picture's measures, in its own pixels. */
const width = 420;
const height = 170;
const left = 8;
const base = 130;
const colours = { model: '#2a9d8f', validation: '#444', test: '#e76f51' } as const;

/** The three histograms of one measure on one axis: the model's filled, the others as lines. */
export function drawComparison({ measure, shares }: Comparison): string {
  const { bins, from, to, unit, names } = measure;
  const most = Math.max(...shares.model, ...shares.validation, ...shares.test, 1e-9);
  const step = (width - 2 * left) / bins;
  const x = (bin: number): string => (left + bin * step).toFixed(1);
  const y = (share: number): string => (base - (share / most) * (base - 10)).toFixed(1);
  const outline = (all: readonly number[]): string =>
    all.map((share, bin) => `L${x(bin)} ${y(share)}H${x(bin + 1)}`).join('');
  const marks =
    names === undefined
      ? `<text x="${left}" y="${base + 16}">${from}</text><text x="${width - left}" y="${base + 16}" text-anchor="end">${to} ${unit}</text>`
      : names
          .map(
            (name, bin) =>
              `<text transform="translate(${x(bin + 0.4)} ${base + 10}) rotate(35)">${name}</text>`,
          )
          .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10" role="img" aria-label="${measure.name}">
<path d="M${left} ${base}${outline(shares.model)}V${base}Z" fill="${colours.model}" opacity="0.5"/>
<path d="M${left} ${base}${outline(shares.validation)}V${base}" fill="none" stroke="${colours.validation}" stroke-width="1.5"/>
<path d="M${left} ${base}${outline(shares.test)}V${base}" fill="none" stroke="${colours.test}" stroke-dasharray="3 2"/>
<path d="M${left} ${base}H${width - left}" stroke="#999"/>${marks}</svg>`;
}

/** What the colours mean. */
export const legend = `<span style="color:${colours.model}">&#9632; the model</span> &nbsp; <span style="color:${colours.validation}">&#9472; validation</span> &nbsp; <span style="color:${colours.test}">&#9476; test</span>`;
