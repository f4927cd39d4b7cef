import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../model/fault.js';
import { type Home, thisHome } from './state-folder.js';

/** A file of settings, as text, and what to call it in messages. */
export interface ConfigFile {
  readonly file: string;
  readonly toml: string;
}

/** The name of a file of settings, wherever it lies. */
export const configName = 'ghostnote.toml';

/**
 * The file that `--config` names, else the one in the working folder, else the user's own, else none.
 * Read at the start, before anything plays, so it may block. Faults: FILE_MISSING, FILE_UNREADABLE.
 */
export function findConfig(setting: string, home: Home = thisHome()): ConfigFile | undefined {
  if (setting !== '') return { file: setting, toml: read(setting) };
  const folders = ['', configFolder(home)].filter((folder) => folder !== undefined);
  const file = folders.map((folder) => join(folder, configName)).find(isNamed);
  return file === undefined ? undefined : { file, toml: read(file) };
}

/** Characters of it that a system's environment takes. */
const mostKept = 100_000;

/** For the processes that this one begins: what is changed in the file during a show is for the next start. */
export function keepConfig(config: ConfigFile | undefined): void {
  const kept = JSON.stringify(config ?? null);
  if (kept.length > mostKept) delete process.env['GHOSTNOTE_KEPT_CONFIG'];
  else process.env['GHOSTNOTE_KEPT_CONFIG'] = kept;
}

/** In a process that plays: the file as it was when the user started; null where there was none, undefined where that is not known. */
export function keptConfig(): ConfigFile | null | undefined {
  const kept = process.env['GHOSTNOTE_KEPT_CONFIG'];
  return kept === undefined ? undefined : (JSON.parse(kept) as ConfigFile | null);
}

/** What is there and cannot be read is not passed over: a link to a disk that is not mounted, a folder of somebody else's. */
function isNamed(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

/**
 * XDG Base Directory Specification 0.8, "config"; on macOS and Windows, where programs keep their settings. Undefined for who
 * has no home.
 */
function configFolder({ platform, env, home }: Home): string | undefined {
  const config = env['XDG_CONFIG_HOME'] ?? '';
  if (config.startsWith('/')) return join(config, 'ghostnote');
  if (home === undefined) return undefined;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'ghostnote');
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'ghostnote');
  return join(home, '.config', 'ghostnote');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    const missing = code === 'ENOENT';
    throw new Fault(
      missing ? 'FILE_MISSING' : 'FILE_UNREADABLE',
      missing ? 'there is no such file' : `it cannot be read (${code})`,
      {
        file,
        hint: missing
          ? 'ghostnote init writes an example to ghostnote.toml'
          : 'let it be read, or name another with --config',
        cause,
      },
    );
  }
}
