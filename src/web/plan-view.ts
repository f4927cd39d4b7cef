import type { PlannedTick } from '../daemon/core/messages.js';
import { type Frame, type Pen, standOf, xOf } from './frame.js';

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
      pen.strokeStyle = `oklch(0.7 0.12 ${hue} / ${0.4 + 0.4 * probability})`;
      pen.lineWidth = 1;
      pen.beginPath();
      pen.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, Math.min(4, height / 2));
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
  return {
    ...standOf(frame, row, note.velocity / 127),
    x: xOf(frame, onset),
    width: Math.max(5, frame.tickWidth * 0.6),
    hue: frame.lanes.rows[row]!.hue,
  };
}
