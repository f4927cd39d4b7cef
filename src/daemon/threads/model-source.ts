import type { CreatePlanSource } from '../../model/plan-source.js';
import { loadGenerator } from '../load.js';

/** What the model thread plays: a model folder on an engine. One compute thread: the clock needs the other core. */
export const createPlanSource: CreatePlanSource = async ({ model, engine: name, device }) => {
  const {
    generator,
    model: loaded,
    engine,
  } = await loadGenerator(model, { engine: name, device, threads: 1 });
  const { name: title, codec } = loaded.manifest;
  const { material, grid } = codec;
  return {
    source: generator,
    info: { name: title, material, grid, engine: engine.name, device: engine.device },
  };
};
