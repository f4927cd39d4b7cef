import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../model/fault.js';

/** A file of the page, ready to send. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

/** Every module of `src/web`; a test holds the list to the folder. */
export const pageModules = [
  'ask-form',
  'band',
  'beat-clock',
  'connection',
  'controls',
  'deck',
  'drum-sounds',
  'element',
  'fine-slider',
  'frame',
  'keys',
  'kit',
  'knob',
  'lanes',
  'learned',
  'main',
  'meters',
  'mixer',
  'model-field',
  'notice',
  'plan-view',
  'player-key',
  'presets',
  'roll',
  'score-strip',
  'slider',
  'sound',
  'sound-switch',
  'stroke-view',
  'sure-button',
  'tabs',
  'typed',
] as const;

/** What the page's modules import of others, by the paths that they import it by. */
const sharedModules = [
  'daemon/core/amount',
  'daemon/core/clock-status',
  'daemon/core/count',
  'daemon/core/mode',
  'daemon/core/part-settings',
  'daemon/core/silence',
  'model/codec/pitch-name',
] as const;

const assets = [
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/pair.html', 'pair.html', 'text/html; charset=utf-8'],
  ['/style.css', 'style.css', 'text/css; charset=utf-8'],
  ['/manifest.webmanifest', 'manifest.webmanifest', 'application/manifest+json'],
  ['/icon.png', 'icon.png', 'image/png'],
] as const;

/**
 * All the page is made of, by URL path; read once, so that no file is opened during a performance.
 * Fault FILE_MISSING where the project was not built.
 */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const root = packageRoot();
  const files = new Map<string, PageFile>();
  for (const [at, name, type] of assets)
    files.set(at, read(path.join(root, 'src/web', name), type));
  for (const name of pageModules) {
    const file = path.join(root, `dist/src/web/${name}.js`);
    files.set(`/${name}.js`, read(file, 'text/javascript; charset=utf-8'));
  }
  for (const name of sharedModules) {
    const at = `/${name}.js`;
    files.set(at, read(path.join(root, `dist/src${at}`), 'text/javascript; charset=utf-8'));
  }
  return files;
}

function read(file: string, type: string): PageFile {
  try {
    return { type, body: readFileSync(file) };
  } catch (cause) {
    throw new Fault('FILE_MISSING', 'a file of the page is missing', {
      file,
      hint: 'npm run build',
      cause,
    });
  }
}

/** This module runs as `dist/src/…` and, in tests, as `src/…`: the package is the nearest folder with a manifest. */
function packageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}
