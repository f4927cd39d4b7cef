import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Fault } from '../../model/fault.js';

/** Where what must outlive a session lies. Nothing is made here: whoever writes makes the folder it needs. */
export interface StateFolder {
  readonly folder: string;
  /** One journal a session. */
  readonly sessions: string;
  /** MIDI files that were kept after the fact. */
  readonly takes: string;
  readonly presets: string;
  /** Copies of the models that played, a folder each. */
  readonly models: string;
  /** What was taught to controllers. */
  readonly controllers: string;
  /** Data sets as they were read. */
  readonly data: string;
  /** The code and key of paired devices. */
  readonly pairing: string;
  /** What it said, for machines; the one before is beside it. */
  readonly log: string;
  /** A text for each process that died. */
  readonly crashes: string;
}

/** What a system tells of where its programs keep things. */
export interface Home {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined for a user who has none. */
  readonly home: string | undefined;
}

/** `setting` is that of the row `state`; empty is the system's own place. Fault USAGE for who has no home to have that in. */
export function stateFolder(setting: string, home: Home = thisHome()): StateFolder {
  const folder = setting === '' ? usualFolder(home) : resolve(setting);
  return {
    folder,
    sessions: join(folder, 'sessions'),
    takes: join(folder, 'takes'),
    presets: join(folder, 'presets'),
    models: join(folder, 'models'),
    controllers: join(folder, 'controllers.json'),
    data: join(folder, 'data'),
    pairing: join(folder, 'pairing.json'),
    log: join(folder, 'logs', 'ghostnote.log'),
    crashes: join(folder, 'crashes'),
  };
}

/** XDG Base Directory Specification 0.8, "state"; on macOS and Windows, where programs keep their data. */
function usualFolder({ platform, env, home }: Home): string {
  // The specification has it that a relative path counts as not set; so does one that is empty.
  const state = env['XDG_STATE_HOME'] ?? '';
  if (state.startsWith('/')) return join(state, 'ghostnote');
  if (home === undefined)
    throw new Fault('USAGE', 'this user has no home folder to keep things in', {
      hint: 'name a folder with --state, or set HOME',
    });
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'ghostnote');
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'ghostnote');
  return join(home, '.local', 'state', 'ghostnote');
}

export function thisHome(): Home {
  return { platform: process.platform, env: process.env, home: homeOf() };
}

/** Throws where neither the environment nor the list of users has one. */
function homeOf(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
