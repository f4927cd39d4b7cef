import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../model/fault.js';
import { replaceFile } from '../../model/files/replace-file.js';
import { type Preset, readPreset, writePreset } from '../core/preset.js';

/** The presets of a folder, one file each, `chorus.json`. */
export class PresetFiles {
  constructor(private readonly folder: string) {}

  /** In the order of the alphabet, and of their numbers: verse 2 before verse 10. None where there is no folder. */
  async names(): Promise<string[]> {
    const files = await readdir(this.folder).catch(() => []);
    const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5));
    return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' }));
  }

  /** `unknown` is told the settings in it that this version does not have. Faults: FILE_MISSING, FILE_UNREADABLE, BAD_VALUE. */
  async read(name: string, unknown: (names: readonly string[]) => void): Promise<Preset> {
    const file = this.fileOf(name);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (cause) {
      throw new Fault('FILE_MISSING', 'cannot be read', { file, cause });
    }
    try {
      return readPreset(text, name, file, unknown);
    } catch (error) {
      throw error instanceof Fault ? error.in(file) : error;
    }
  }

  /** Fault FILE_UNWRITABLE. */
  write(preset: Preset): Promise<void> {
    return replaceFile(this.fileOf(preset.name), writePreset(preset));
  }

  remove(name: string): Promise<void> {
    return rm(this.fileOf(name), { force: true });
  }

  private fileOf(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}
