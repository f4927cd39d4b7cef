import { resolve } from 'node:path';
import { drumVoices } from '../model/codec/drums.js';
import { describeFault } from '../model/fault.js';
import type { Control } from './core/control.js';
import type { Log } from './core/log.js';
import type { ModelsMessage, PartModel } from './core/messages.js';
import { partName } from './core/part-settings.js';
import type { Values } from './core/setting.js';
import { modelFolder } from './model-folders.js';
import { ModelShelf } from './model-shelf.js';
import type { Host } from './threads/host.js';
import type { SwapNews } from './threads/part-models.js';

/** Which model each part plays, as clients are told it, and the changes to another. */
export class Models {
  /** Folders that parts have changed to, by the names of their settings. */
  folders: Values = {};
  private readonly shelf = new ModelShelf();

  constructor(
    private readonly control: Control,
    private readonly host: Host,
    /** As it began: each part keeps the second model that it has. */
    private readonly values: Values,
    private readonly log: Log,
    /** A part plays another model now. */
    private readonly changed: () => void,
    /** Folder of the copies that are kept of models. */
    spares: string,
  ) {
    const names = host.infos.map((_, at) => partName(at + 1, 'model'));
    for (const name of names) this.shelf.played(folderOf(values[name] as string));
    void this.shelf.recall(spares).then(() => this.tellLoadable());
  }

  /** What `load` takes, of the models that are known. */
  get loadable(): readonly string[] {
    return this.shelf.names;
  }

  /** A part, from 1, is to play another model; it plays on meanwhile. */
  load(part: number, folder: string): void {
    const model = folderOf(folder);
    const blendModel = this.values[partName(part, 'blend-model')] as string;
    this.host.load(part - 1, { model, blendModel });
  }

  /** What became of that. */
  hear(news: SwapNews): void {
    const part = news.part + 1;
    switch (news.state) {
      case 'loaded':
        this.shelf.played(news.choice.model);
        this.tellLoadable();
        this.folders = { ...this.folders, [partName(part, 'model')]: news.choice.model };
        this.log('info', `Part ${part} plays ${news.info.name} from the next bar line on.`);
        break;
      case 'playing':
        this.control.publish({ type: 'models', models: modelsOf(this.host, this.control) });
        this.changed();
        break;
      case 'refused':
        this.log('warn', `Part ${part} plays on with what it has: ${describeFault(news.fault)}`);
    }
  }

  private tellLoadable(): void {
    this.control.publish({ type: 'loadable', names: this.loadable });
  }
}

function folderOf(name: string): string {
  return resolve(modelFolder(name));
}

/** What each part plays now. */
export function modelsOf(
  { infos }: Pick<Host, 'infos'>,
  control: Control,
): ModelsMessage['models'] {
  const beats = control.values['beats-per-bar'] as number;
  const models = infos.map(({ name, material, grid }): PartModel => ({
    name,
    material,
    ticksPerBar: (grid / 4) * beats,
    ticksPerBeat: grid / 4,
    voices: material === 'drums' ? drumVoices.map((voice) => voice.name) : [],
  }));
  return models as [PartModel, ...PartModel[]];
}
