import { box, type Frame, onPaper, type Pen, xOf, yOf } from './frame.js';
import type { DrawnStroke } from './score-strip.js';

/** What a player plays: rings in a colour of their own, the wider the louder, which begin where the player was. */
export function drawStrokes(pen: Pen, frame: Frame, strokes: readonly DrawnStroke[]): void {
  onPaper(pen, frame, () => {
    for (const stroke of strokes) drawStroke(pen, frame, stroke);
  });
}

function drawStroke(pen: Pen, frame: Frame, stroke: DrawnStroke): void {
  const { middle, most } = placeOf(frame, stroke);
  const radius = Math.max(leastRing, most * (0.5 + 0.5 * stroke.velocity));
  const x = xOf(frame, stroke.onset) + radius;
  const age = Math.max(0, frame.position - stroke.onset);
  const fresh = Math.max(0, 1 - age / 2.5);
  const spread = radius + 5;
  if (fresh > 0)
    box(pen, x - spread, middle - spread, 2 * spread, 2 * spread, spread, light(0.3 * fresh));
  pen.strokeStyle = light(0.95 - 0.35 * Math.min(1, age / frame.ticks));
  pen.lineWidth = 1.75;
  pen.beginPath();
  pen.arc(x, middle, radius, 0, 2 * Math.PI);
  pen.stroke();
}

/** The middle of its lane and the widest ring there; beneath the lanes where it has none. */
function placeOf(frame: Frame, stroke: DrawnStroke): { middle: number; most: number } {
  const row = stroke.placed ? frame.lanes.rowOf(stroke) : undefined;
  if (row === undefined) return { middle: frame.height - 11.5, most: 5 };
  const middle = yOf(frame, row) + (frame.rowHeight - 1) / 2;
  return { middle, most: Math.min(widestRing, frame.rowHeight / 2 - 2) };
}

/** CSS pixels. */
const leastRing = 3;
const widestRing = 8;

/** The amber of all that is the player's. */
function light(alpha: number): string {
  return `rgb(255 195 90 / ${alpha})`;
}
