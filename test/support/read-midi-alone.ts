/** Entry of a process that reads a MIDI file and does nothing else: `read-midi-alone.js step|tutorial FILE` prints a `Taken`. */
import { readFileSync } from 'node:fs';
import { createCodec } from '../../src/model/codec/create-codec.js';
import { readScore } from '../../src/model/codec/read-score.js';
import { tutorialTokens } from '../../src/model/codec/tutorial.js';
import { Fault } from '../../src/model/fault.js';

/** What one file took. */
export interface Taken {
  readonly milliseconds: number;
  /** Those of them that a processor worked for it: what a machine with nothing else to do would have taken, at most. */
  readonly worked: number;
  /** Of the whole process, at its most, in MB. */
  readonly memory: number;
  /** Undefined where it was read. */
  readonly fault?: { readonly code: string; readonly offset: number | undefined };
}

const [codec, file] = process.argv.slice(2) as [string, string];
const bytes = readFileSync(file);
const begun = performance.now();
const usage = process.cpuUsage();
let fault: Taken['fault'];
try {
  if (codec === 'tutorial') tutorialTokens(bytes);
  else createCodec({ name: 'step', grid: 32, material: 'drums' }).encode(readScore(bytes));
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  fault = { code: error.code, offset: error.offset };
}
const { user, system } = process.cpuUsage(usage);
const taken: Taken = {
  milliseconds: Math.round(performance.now() - begun),
  worked: Math.round((user + system) / 1000),
  memory: Math.round(process.resourceUsage().maxRSS / 1000),
  ...(fault && { fault }),
};
process.stdout.write(JSON.stringify(taken));
