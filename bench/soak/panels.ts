export interface Panel {
  readonly title: string;
  /** In order of time, evenly. */
  readonly values: readonly number[];
}

/** The picture's measures, in its own pixels. */
const width = 760;
const high = 70;
const gap = 30;
const left = 60;

/** One curve under another, each from 0 to its own greatest value. */
export function drawPanels(panels: readonly Panel[]): string {
  const height = panels.length * (high + gap) + gap;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#fff"/>
${panels.map((panel, at) => draw(panel, gap + at * (high + gap))).join('\n')}
</svg>
`;
}

function draw({ title, values }: Panel, top: number): string {
  const most = Math.max(1e-9, ...values);
  const step = (width - left - 10) / Math.max(1, values.length - 1);
  const points = values.map(
    (value, at) =>
      `${(left + at * step).toFixed(1)},${(top + high * (1 - value / most)).toFixed(1)}`,
  );
  const bottom = top + high;
  return `<text x="${left}" y="${top - 6}" fill="#333">${title}</text>
<text x="${left - 6}" y="${top + 10}" text-anchor="end" fill="#555">${label(most)}</text><text x="${left - 6}" y="${bottom}" text-anchor="end" fill="#555">0</text>
<path d="M${left} ${top}V${bottom}H${width - 10}" fill="none" stroke="#bbb"/>
<polyline points="${points.join(' ')}" fill="none" stroke="#2a9d8f" stroke-width="1.5"/>`;
}

function label(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}
