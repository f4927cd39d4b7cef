import type { PartModel } from '../daemon/core/messages.js';
import type { Lanes } from './lanes.js';

export type Pen = CanvasRenderingContext2D;

/** One picture of the roll: sizes in CSS pixels, `position` and `ticks` in ticks. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly model: PartModel;
  readonly lanes: Lanes;
  /** Where the names end and the paper begins. */
  readonly gutter: number;
  /** Where the playhead is. */
  readonly head: number;
  readonly top: number;
  readonly rowHeight: number;
  readonly tickWidth: number;
  readonly position: number;
  /** Left of the playhead. */
  readonly ticks: number;
}

export function xOf(frame: Frame, tick: number): number {
  return frame.head + (tick - frame.position) * frame.tickWidth;
}

export function yOf(frame: Frame, row: number): number {
  return frame.top + (frame.lanes.rows.length - 1 - row) * frame.rowHeight;
}

/**
 * How tall a note is and where its top is, by its `velocity` (0 to 1) where it is a drum's. However thin the rows are, it is
 * to be seen.
 */
export function standOf(
  frame: Frame,
  row: number,
  velocity: number,
): { y: number; height: number } {
  const { rowHeight, model } = frame;
  const share = model.material === 'notes' ? 0.9 : 0.45 + 0.55 * velocity;
  const height = Math.max(leastNote, (rowHeight - Math.min(5, rowHeight / 4)) * share);
  return { y: yOf(frame, row) + (rowHeight - 1 - height) / 2, height };
}

/** CSS pixels. */
const leastNote = 3;

/** None of what is drawn lies beyond the paper. */
export function onPaper(pen: Pen, frame: Frame, draw: () => void): void {
  pen.save();
  pen.beginPath();
  pen.rect(frame.gutter, 0, frame.width, frame.height);
  pen.clip();
  draw();
  pen.restore();
}

export function box(
  pen: Pen,
  x: number,
  y: number,
  w: number,
  h: number,
  r: number,
  fill: string,
): void {
  pen.fillStyle = fill;
  pen.beginPath();
  pen.roundRect(x, y, w, h, Math.min(r, w / 2, h / 2));
  pen.fill();
}

export function glow(hue: number, alpha: number): string {
  return `oklch(0.72 0.17 ${hue} / ${alpha})`;
}

export function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
