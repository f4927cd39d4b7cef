import { benchJitter } from '../bench/jitter.js';
import { benchParts } from '../bench/parts.js';
import { benchPredict } from '../bench/predict.js';
import { benchTrain } from '../bench/train.js';
import type { Command } from '../command.js';
import { inPlayingProcess } from '../playing-process.js';

/** What `bench` measures, in the order of the help: each is a verb of two words, and a file of `src/daemon/bench/`. */
export const benches: readonly Command[] = [
  benchPredict,
  benchTrain,
  inPlayingProcess(benchJitter),
  inPlayingProcess(benchParts),
];
