import type { Score } from '../score.js';
import type { CodecSpec } from './codec.js';
import { stepMaterials } from './step-material.js';

/** How many notes there are, and how many of them are on channel 10. */
export interface NoteCounts {
  drums: number;
  all: number;
}

/** Adds the notes of a score. */
export function countNotes(score: Score, counts: NoteCounts): void {
  counts.drums += countOwn(score, 'drums');
  counts.all += score.notes.length;
}

/** What most notes are: `drums` where more than half are on channel 10, else `notes`. */
export function materialOf({ drums, all }: NoteCounts): CodecSpec['material'] {
  return drums * 2 > all ? 'drums' : 'notes';
}

/** How many of its notes are of a material. */
export function countOwn({ notes }: Score, material: CodecSpec['material']): number {
  return notes.filter((note) => stepMaterials[material].owns(note)).length;
}

export function materialOfScore(score: Score): CodecSpec['material'] {
  const counts = { drums: 0, all: 0 };
  countNotes(score, counts);
  return materialOf(counts);
}
