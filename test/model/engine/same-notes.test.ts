import { expect, it } from 'vitest';
import { createEngine } from '../../../src/model/engine/create-engine.js';
import { Generator } from '../../../src/model/generator.js';
import { improvise } from '../../../src/model/improvise.js';
import { plainControls } from '../../../src/model/tick.js';
import { hasWebgpu } from '../../support/engine-devices.js';
import { smallModel } from '../small.js';

const model = smallModel();

/** The token and the loudness of each note, tick by tick, of what a model plays by itself. */
async function play(engine: string, device: string, temperature: number, ticks: number) {
  const { architecture } = model.manifest;
  const opened = await createEngine(architecture, model.params, { engine, device, threads: 1 });
  const generator = new Generator(model, opened);
  const plans = await improvise(generator, ticks, { ...plainControls, temperature, seed: 24 });
  await generator.close();
  return plans.map(({ token, notes }) => [token, ...notes.map(({ velocity }) => velocity)]);
}

// Short, as both are slow: bench/same-notes.ts plays as long as wanted.
const others = [['tfjs', 'js', 100] as const];
const webgpu = (await hasWebgpu()) ? [['ort', 'webgpu', 40] as const] : [];

it.each([...others, ...webgpu])(
  '%s on %s plays the notes of the CPU, at temperature 0 and 1, for %d ticks',
  { timeout: 240_000 },
  async (engine, device, ticks) => {
    for (const temperature of [0, 1])
      expect(await play(engine, device, temperature, ticks)).toEqual(
        await play('ort', 'cpu', temperature, ticks),
      );
  },
);
