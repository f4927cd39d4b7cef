import { DatasetCache } from '../model/files/dataset-cache.js';
import { readDataset, type Dataset } from '../model/files/dataset.js';
import type { Values } from './core/setting.js';
import { stateFolder } from './io/state-folder.js';

/** The data set that the rows `data` and `state` of a command name, kept for the next time (see `readDataset`). */
export async function loadData(
  values: Values,
  model: Parameters<typeof readDataset>[1],
  say: (line: string) => void,
): Promise<Dataset> {
  const cache = new DatasetCache(stateFolder(values['state'] as string).data);
  const dataset = await readDataset(values['data'] as string, model, { cache, say });
  if (dataset.drumsAnywhere)
    say('nothing is on channel 10, where drums are: all notes are taken for drums');
  return dataset;
}
