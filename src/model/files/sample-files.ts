import { Fault } from '../fault.js';
import { Rng } from '../rng.js';
import { findMidi, type FoundMidi } from './find-midi.js';

/**
 * `count` MIDI files of a path, drawn at random, each as likely; all of them where there are fewer. By
 * path; the same files and seed give the same draw. No more than `count` are held at a time, so that a
 * folder may be of any size. A file that cannot be read is drawn like any other. Throws `Fault` as
 * `findMidi` does, and DATA_EMPTY where there is no file.
 */
export async function sampleFiles(path: string, count: number, seed: number): Promise<FoundMidi[]> {
  const rng = new Rng(seed);
  const drawn: { readonly found: FoundMidi; readonly order: number }[] = [];
  let seen = 0;
  // Algorithm R (Vitter 1985): the n-th file takes a random place of n, if that is one of ours.
  for await (const found of findMidi(path)) {
    const place = seen < count ? seen : rng.below(seen + 1);
    if (place < count) drawn[place] = { found, order: seen };
    seen++;
  }
  if (seen === 0)
    throw new Fault('DATA_EMPTY', 'there are no MIDI files', {
      file: path,
      hint: 'give a folder, a .zip or a file of .mid or .midi',
    });
  return drawn.sort((a, b) => a.order - b.order).map(({ found }) => found);
}
