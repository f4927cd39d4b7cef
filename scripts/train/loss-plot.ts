/** What came of each epoch: nats a target in training, with dropout, and of what the run is judged by. */
export type History = readonly { readonly loss: number; readonly judged: number }[];

/** The picture's measures, in its own pixels. */
const width = 720;
const height = 360;
const left = 56;
const right = 16;
const top = 16;
const bottom = 40;
const lines = [
  { key: 'loss', name: 'training, with dropout', colour: '#888' },
  { key: 'judged', name: '', colour: '#2a9d8f' },
] as const;

/** A page with the losses of a run so far, which loads itself again while the run goes on. */
export function renderLossPage(
  history: History,
  about: {
    readonly title: string;
    readonly judgedBy: string;
    readonly epochs: number;
    readonly done: boolean;
  },
): string {
  const { title, judgedBy, epochs, done } = about;
  const last = history.at(-1);
  const told =
    last === undefined
      ? 'the first epoch is under way'
      : `epoch ${history.length} of ${epochs}: training ${last.loss.toFixed(4)}, ${judgedBy} ${last.judged.toFixed(4)} nats`;
  return `<!doctype html>
<html lang="en"><meta charset="utf-8">${done ? '' : '<meta http-equiv="refresh" content="10">'}
<title>${escape(title)}</title><body style="font:15px sans-serif;max-width:50em;margin:2em auto">
<h1>${escape(title)}</h1><p>${told}</p>
${drawLosses(history, judgedBy, epochs)}
</body></html>
`;
}

/** The curves as a picture, epochs across and nats up. */
export function drawLosses(history: History, judgedBy: string, epochs: number): string {
  const all = history.flatMap(({ loss, judged }) => [loss, judged]);
  const low = Math.floor(10 * Math.min(...all, 10)) / 10;
  const high = Math.ceil(10 * Math.max(...all, low + 0.1)) / 10;
  const x = (epoch: number): number =>
    left + ((epoch - 1) / Math.max(1, epochs - 1)) * (width - left - right);
  const y = (nats: number): number =>
    height - bottom - ((nats - low) / (high - low)) * (height - top - bottom);
  const at = (epoch: number, nats: number): string =>
    `${x(epoch).toFixed(1)} ${y(nats).toFixed(1)}`;
  const curves = lines.map(({ key, name, colour }, line) => {
    const points = history.map((entry, epoch) => at(epoch + 1, entry[key])).join('L');
    const path =
      points === '' ? '' : `<path d="M${points}" fill="none" stroke="${colour}" stroke-width="2"/>`;
    return `${path}<text x="${width - right}" y="${top + 14 + 16 * line}" text-anchor="end" fill="${colour}">${name || judgedBy}</text>`;
  });
  const marks = [low, (low + high) / 2, high].map(
    (nats) =>
      `<path d="M${left} ${y(nats).toFixed(1)}H${width - right}" stroke="#ddd"/><text x="${left - 8}" y="${(y(nats) + 4).toFixed(1)}" text-anchor="end" fill="#555">${nats.toFixed(2)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#fff"/>${marks.join('')}${curves.join('')}
<text x="${left}" y="${height - 12}" fill="#555">epoch 1</text><text x="${width - right}" y="${height - 12}" text-anchor="end" fill="#555">${epochs}</text></svg>
`;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
