import type { Command } from '../command.js';
import { generate } from './generate.js';
import { predict } from './predict.js';

/** Every verb of the command line, in the order of the help. */
export const commands: readonly Command[] = [generate, predict];
