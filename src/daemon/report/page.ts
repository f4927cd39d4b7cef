import { sides, type Comparison, type Copies, type Side } from '../../model/report/compare.js';
import { drawComparison, legend } from './chart.js';

export interface ReportPage {
  readonly title: string;
  /** What was compared, in a sentence. */
  readonly about: string;
  readonly comparisons: readonly Comparison[];
  readonly copies: Readonly<Record<Side, Copies>>;
  /** Clips of each side. */
  readonly clips: number;
  readonly odd: readonly { readonly file: string; readonly why: string }[];
}

/** A report as one page that needs nothing else. */
export function renderReport(page: ReportPage): string {
  const { title, about, comparisons, copies, clips, odd } = page;
  const share = (value: number): string => value.toFixed(3);
  const overlaps = comparisons.map(
    ({ measure, overlap, yardstick }) =>
      `<tr><td>${measure.name}</td><td>${share(overlap)}</td><td>${share(yardstick)}</td></tr>`,
  );
  const copied = sides.map((side) => {
    const { longest, median, loops } = copies[side];
    return `<tr><td>${side}</td><td>${longest}</td><td>${median}</td><td>${loops} of ${clips}</td></tr>`;
  });
  const charts = comparisons.map(
    (each) =>
      `<figure>${drawComparison(each)}<figcaption>${each.measure.name}</figcaption></figure>`,
  );
  const links = odd.map(
    ({ file, why }) => `<li><a href="${escape(file)}">${escape(file)}</a>: ${escape(why)}</li>`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${escape(title)}</title>
<style>body{font:15px sans-serif;max-width:60em;margin:2em auto;padding:0 1em}figure{display:inline-block;width:27em;margin:0 1em 1em 0}figcaption{text-align:center}td,th{padding:.2em 1em .2em 0;text-align:left}</style>
<h1>${escape(title)}</h1><p>${escape(about)}</p>
<h2>How alike</h2><p>Overlap of histograms: 1 is the same. Validation beside test is how alike two samples of the drummers themselves are.</p>
<table><tr><th></th><th>model and validation</th><th>validation and test</th></tr>${overlaps.join('')}</table>
<p>${legend}</p>${charts.join('')}
<h2>Copies and loops</h2>
<table><tr><th></th><th>longest run that is in the training pieces too, ticks</th><th>the median clip's</th><th>hold four equal bars in a row</th></tr>${copied.join('')}</table>
<h2>The oddest clips</h2><p>Farthest from what validation clips do, in standard deviations. Listen to them first.</p><ol>${links.join('')}</ol>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
