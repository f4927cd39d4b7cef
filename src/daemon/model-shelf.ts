import { keptFolders } from './io/spare-models.js';
import { shippedModels, shippedNames } from './model-folders.js';

/** What `load` takes, of the models that are known here. */
export class ModelShelf {
  private readonly shipped = shippedNames();
  /** Folders of others that play or have played, the last one first. */
  private others: readonly string[] = [];

  /** Names of those that come with ghostnote, then folders of others. */
  get names(): readonly string[] {
    return [...this.shipped, ...this.others];
  }

  /** It plays, and is the last that did. */
  played(folder: string): void {
    if (folder.startsWith(shippedModels)) return;
    this.others = [folder, ...this.others.filter((other) => other !== folder)];
  }

  /** Those of sessions before, of which copies are in the folder `spares`. Never rejects. */
  async recall(spares: string): Promise<void> {
    const before = await keptFolders(spares);
    this.others = [...new Set([...this.others, ...before])];
  }
}
