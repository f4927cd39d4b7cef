import { expect, it } from 'vitest';
import { drawLosses, renderLossPage } from '../../scripts/train/loss-plot.js';

const history = [
  { loss: 3, judged: 2.5 },
  { loss: 2, judged: 2 },
  { loss: 1.5, judged: 1.9 },
];
const about = { title: 'a <b>', judgedBy: 'validation', epochs: 5, done: false };

/** Points of a curve of the picture, in order. */
function curves(svg: string): number[][][] {
  return [...svg.matchAll(/<path d="M([^"]*)" fill="none"/g)].map(([, points]) =>
    points!.split('L').map((point) => point.split(' ').map(Number)),
  );
}

it('draws a point for each epoch, later ones further right and smaller losses lower', () => {
  const [loss, judged] = curves(drawLosses(history, 'validation', 5));
  for (const curve of [loss!, judged!]) {
    expect(curve).toHaveLength(3);
    curve.slice(1).forEach(([x, y], at) => {
      expect(x).toBeGreaterThan(curve[at]![0]!);
      expect(y).toBeGreaterThan(curve[at]![1]!);
    });
  }
  expect(loss![1]).toEqual(judged![1]);
});

it('loads itself again until the run is done, and says where it is', () => {
  const page = renderLossPage(history, about);
  expect(page).toContain('http-equiv="refresh"');
  expect(page).toContain('epoch 3 of 5: training 1.5000, validation 1.9000 nats');
  expect(page).toContain('a &lt;b>');
  expect(renderLossPage(history, { ...about, done: true })).not.toContain('refresh');
  expect(renderLossPage([], about)).toContain('under way');
});
