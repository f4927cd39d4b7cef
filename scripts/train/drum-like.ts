import { drumVoices } from '../../src/model/codec/drums.js';
import type { Dataset } from '../../src/model/files/dataset.js';

/** What beats are made of; basses and tunes have toms' pitches too, and seldom so much of these. */
const kit = new Set<number>(
  drumVoices.filter(({ name }) => !name.endsWith('-tom')).flatMap(({ roland }) => roland),
);
const most = 0.8;

/** Whether notes are likely to be beats that were written on another channel. */
export function looksLikeDrums({ spec, codec, vocabulary }: Dataset): boolean {
  if (spec.material !== 'notes') return false;
  let drums = 0;
  let all = 0;
  vocabulary.names.forEach((name, id) => {
    const { pitches } = codec.sound(name);
    const count = vocabulary.counts[id] ?? 0;
    all += count * pitches.length;
    drums += count * pitches.filter((pitch) => kit.has(pitch)).length;
  });
  return drums > most * all;
}
