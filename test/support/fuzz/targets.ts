import { keptFiles } from './targets/kept-files.js';
import { midiIn } from './targets/midi-in.js';
import { modelFiles } from './targets/model-files.js';
import { musicFiles } from './targets/music-files.js';
import { network } from './targets/network.js';
import type { FuzzTarget } from './target.js';

/** Every door. */
export const fuzzTargets: readonly FuzzTarget[] = [
  ...musicFiles,
  ...midiIn,
  ...network,
  ...modelFiles,
  ...keptFiles,
];
