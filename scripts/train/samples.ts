import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import type { SessionOptions } from '../../src/model/engine/ort.js';
import { writeMidi } from '../../src/model/files/midi-write.js';
import { samplesFolder } from '../../src/model/files/model-files.js';
import { replaceFile } from '../../src/model/files/replace-file.js';
import { Generator } from '../../src/model/generator.js';
import { improvise } from '../../src/model/improvise.js';
import type { Model } from '../../src/model/model.js';
import { scoreOfSteps, stepsOf } from '../../src/model/take.js';
import { plainControls, usualTopP } from '../../src/model/tick.js';
import type { UsualSong } from '../../src/model/usual-song.js';

const bars = 8;

/** Where the sample of an epoch goes, in the folder of a run. */
export function sampleFile(out: string, epoch: number): string {
  return join(out, samplesFolder, `epoch-${String(epoch).padStart(3, '0')}.mid`);
}

/** Takes away the samples of a run that another is written over: they would be heard as its own. */
export async function clearSamples(out: string): Promise<void> {
  const folder = join(out, samplesFolder);
  const names = await readdir(folder).catch(() => []);
  for (const name of names)
    if (/^epoch-\d{3,}\.mid$/.test(name)) await rm(join(folder, name), { force: true });
}

/**
 * Writes what a network plays by itself, eight bars of it, the same luck each time: to hear how it comes on. In the metre and
 * at the tempo of what it learns: in another it would be asked for what it never heard.
 */
export async function writeSample(
  model: Model,
  { ticksPerBar, tempo = plainControls.tempo }: UsualSong,
  file: string,
  machine: SessionOptions,
): Promise<void> {
  const engine = await createOrtEngine(model.manifest.architecture, model.params, machine);
  const generator = new Generator(model, engine);
  const controls = { ...plainControls, topP: usualTopP, seed: 1, tempo };
  const ticks = bars * ticksPerBar;
  const plans = await improvise(generator, ticks, controls, () => ({}), ticksPerBar);
  const steps = stepsOf(plans, generator);
  await replaceFile(file, writeMidi(scoreOfSteps(steps, generator, { tempo, ticksPerBar })));
  await generator.close();
}
