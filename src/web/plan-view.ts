import type { PlannedTick } from '../daemon/core/messages.js';
import { type Frame, type Pen, xOf, yOf } from './frame.js';

/** A note that is intended, as `veto` names it. */
export interface Intended {
  readonly tick: number;
  readonly pitch: number;
}

/** What is intended, right of the playhead: hollow, and the fainter the less likely. */
export function drawPlan(pen: Pen, frame: Frame, plan: readonly PlannedTick[]): void {
  for (const { tick, probability, notes } of plan) {
    for (const note of notes) {
      const place = placeOf(frame, tick + note.offset, note);
      if (place === undefined) continue;
      const { x, y, width, height, hue } = place;
      pen.strokeStyle = `oklch(0.78 0.14 ${hue} / ${0.3 + 0.6 * probability})`;
      pen.lineWidth = 1.5;
      pen.beginPath();
      pen.roundRect(x, y, width, height, 4);
      pen.stroke();
    }
  }
}

/** The intended note under a finger, which is wider than a note. */
export function intendedAt(
  frame: Frame,
  plan: readonly PlannedTick[],
  x: number,
  y: number,
): Intended | undefined {
  for (const { tick, notes } of plan) {
    for (const note of notes) {
      const place = placeOf(frame, tick + note.offset, note);
      if (place === undefined) continue;
      const off = Math.abs(x - place.x - place.width / 2);
      const inRow = y >= place.y - finger / 2 && y <= place.y + place.height + finger / 2;
      if (inRow && off <= Math.max(finger, frame.tickWidth / 2)) return { tick, pitch: note.pitch };
    }
  }
  return undefined;
}

/** CSS pixels. */
const finger = 12;

function placeOf(
  frame: Frame,
  onset: number,
  note: PlannedTick['notes'][number],
): { x: number; y: number; width: number; height: number; hue: number } | undefined {
  const row = frame.lanes.rowOf(note);
  if (row === undefined || onset <= frame.position) return undefined;
  const height = (frame.rowHeight - 5) * (0.45 + (0.55 * note.velocity) / 127);
  return {
    x: xOf(frame, onset),
    y: yOf(frame, row) + (frame.rowHeight - 1 - height) / 2,
    width: Math.max(5, frame.tickWidth * 0.6),
    height,
    hue: frame.lanes.rows[row]!.hue,
  };
}
