import type { Score } from '../score.js';
import type { CodecSpec } from './codec.js';
import { stepMaterials } from './step-material.js';

/** What most notes of some scores are: `drums` where more than half are on channel 10, else `notes`. */
export function materialOf(scores: Iterable<Score>): CodecSpec['material'] {
  let drums = 0;
  let all = 0;
  for (const { notes } of scores) {
    drums += notes.filter((note) => stepMaterials.drums.owns(note)).length;
    all += notes.length;
  }
  return drums * 2 > all ? 'drums' : 'notes';
}
