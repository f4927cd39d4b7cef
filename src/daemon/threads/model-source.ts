import type { CreatePlanSources, OpenSource } from '../../model/plan-source.js';
import { inKey } from '../../model/transposed-source.js';
import { loadGenerators, loadSecond } from '../load-generator.js';
import { knowsStyles } from '../style-warning.js';

/**
 * What a model thread plays: model folders on an engine, parts of one model on one. One compute thread: the clock needs
 * the other core.
 */
export const createPlanSources: CreatePlanSources = async (options, told) => {
  const sources: OpenSource[] = [];
  for (const folder of new Set(options.map(({ model }) => model))) {
    const parts = [...options.keys()].filter((part) => options[part]!.model === folder);
    const { engine, device, spares } = options[0]!;
    const how = { engine, device, threads: 1, spares, ...told };
    const loaded = await loadGenerators(folder, how, parts.length);
    const { name, codec } = loaded.model.manifest;
    const { material, grid } = codec;
    const on = { engine: loaded.engine.name, device: loaded.engine.device };
    const styleless = !knowsStyles(loaded.model);
    for (const [at, part] of parts.entries()) {
      const source = loaded.generators[at]!;
      const { blendModel = '' } = options[part]!;
      if (blendModel !== '') source.blendWith(await loadSecond(blendModel, loaded.model, how));
      // A second model may know some.
      const style = styleless && blendModel === '' ? { styleless } : {};
      sources[part] = {
        source: inKey(source, told?.warn),
        info: { name, material, grid, ...on, ...style },
      };
    }
  }
  return sources;
};
