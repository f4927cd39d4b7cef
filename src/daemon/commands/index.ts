import type { Command } from '../command.js';
import { doctor } from './doctor.js';
import { generate } from './generate.js';
import { play } from './play.js';
import { ports } from './ports.js';
import { predict } from './predict.js';

/** Every verb of the command line, in the order of the help. */
export const commands: readonly Command[] = [play, generate, predict, ports, doctor];
