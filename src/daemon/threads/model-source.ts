import type { CreatePlanSource } from '../../model/plan-source.js';
import { loadGenerator } from '../load.js';

/** What the model thread plays: a model folder on an engine. One compute thread: the clock needs the other core. */
export const createPlanSource: CreatePlanSource = async (options, warn) => {
  const { model, engine: name, device, recall } = options;
  const {
    generator,
    model: loaded,
    engine,
  } = await loadGenerator(model, { engine: name, device, threads: 1, warn });
  if (recall !== undefined) {
    const known = recall.ticks.filter(({ token }) => generator.vocabulary.has(token));
    const frames = known.map(({ token, notes }) => generator.frameOf(token, notes));
    await generator.prompt(frames, recall.ticksPerBar, recall.manner);
  }
  const { name: title, codec } = loaded.manifest;
  const { material, grid } = codec;
  return {
    source: generator,
    info: { name: title, material, grid, engine: engine.name, device: engine.device },
  };
};
