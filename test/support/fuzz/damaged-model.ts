import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadGenerator } from '../../../src/daemon/load-generator.js';
import { saveModel } from '../../../src/model/files/model-folder.js';
import { smallModel } from '../../model/small.js';
import { at } from '../../model/small-generator.js';
import type { FuzzTarget } from './target.js';

const files = ['model.json', 'weights.safetensors'] as const;

/** A model folder of which one file is damaged, for each file of it; one that loads all the same plays a tick. */
export async function damagedModels(): Promise<FuzzTarget[]> {
  const good = await goodFolder();
  const seeds = await Promise.all(files.map((file) => readFile(join(good, file))));
  await rm(good, { recursive: true });
  return files.map((file, index) => {
    let folder: string | undefined;
    return {
      name: `model-folder-${file}`,
      oneIn: 100, // an engine each
      seeds: [seeds[index]!],
      take: async (bytes) => {
        folder ??= await goodFolder();
        await writeFile(join(folder, file), bytes);
        const how = { engine: 'ort', device: 'cpu', threads: 1 };
        const { generator } = await loadGenerator(folder, how);
        try {
          await generator.next(at(0));
        } finally {
          await generator.close();
        }
      },
      close: async () => {
        if (folder !== undefined) await rm(folder, { recursive: true });
      },
    };
  });
}

async function goodFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ghostnote-fuzz-'));
  await saveModel(folder, smallModel());
  return folder;
}
