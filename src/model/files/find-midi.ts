import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readScore } from '../codec/read-score.js';
import type { Oddity } from '../codec/smf.js';
import { Fault } from '../fault.js';
import type { Score } from '../score.js';
import { checkpointFile, samplesFolder } from './model-files.js';
import { fileFault, readRegularFile } from './read-file.js';
import { readZip } from './zip.js';

/** The largest MIDI file that is read; a symphony takes less than 1 MB. */
export const maxMidiBytes = 16 * 1024 * 1024;
const maxZipBytes = 1024 * 1024 * 1024;

/** A MIDI file, or why it could not be had. `file` begins with the path that was asked for. */
export type FoundMidi =
  | { readonly file: string; readonly bytes: Uint8Array }
  | { readonly file: string; readonly fault: Fault };

/**
 * Yields the MIDI files at a path, in code unit order, each read as it is asked for: a file, whatever
 * its name; a `.zip` of `.mid`, `.midi`, `.kar` and `.rmi` files; or a folder of all of these, at any depth. Hidden
 * files are left out, and so is what a run of the trainer played; links are followed, each folder entered once.
 * Throws `Fault` FILE_MISSING or FILE_UNREADABLE where the path itself cannot be read; what lies under it is yielded as its fault.
 */
export async function* findMidi(path: string): AsyncGenerator<FoundMidi> {
  const stats = await stat(path).catch((error: unknown) => {
    throw fileFault(error, path);
  });
  if (stats.isDirectory()) yield* walk(path, new Set());
  else yield* open(path);
}

/** The bytes of a found file. Throws the `Fault` that it was found with. */
export function bytesOf(found: FoundMidi): Uint8Array {
  if ('fault' in found) throw found.fault;
  return found.bytes;
}

/**
 * The score of a found file; `hear` is told what is odd about it. Throws `Fault`, naming the file: why it could not be had or
 * read, or MIDI_NO_NOTES.
 */
export function scoreOf(found: FoundMidi, hear?: (oddity: Oddity) => void): Score {
  try {
    const score = readScore(bytesOf(found), hear);
    if (score.notes.length === 0) throw noNotes();
    return score;
  } catch (error) {
    throw error instanceof Fault ? error.in(found.file) : error;
  }
}

/** One file by its path, whatever its name. */
export async function readFound(path: string): Promise<FoundMidi> {
  try {
    return { file: path, bytes: await readRegularFile(path, maxMidiBytes) };
  } catch (error) {
    return { file: path, fault: asFault(error) };
  }
}

/** `entered` holds the real paths of the folders gone through, so that a loop of links ends. */
async function* walk(folder: string, entered: Set<string>): AsyncGenerator<FoundMidi> {
  let names: string[];
  try {
    const real = await realpath(folder);
    if (entered.has(real)) return;
    entered.add(real);
    names = await readdir(folder);
  } catch (error) {
    yield { file: folder, fault: fileFault(error, folder) };
    return;
  }
  const trained = names.includes(checkpointFile);
  for (const name of names.sort()) {
    const path = join(folder, name);
    if (isHidden(name) || (trained && name === samplesFolder)) continue;
    const isFolder = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (isFolder) yield* walk(path, entered);
    else if (isMidi(name) || isZip(name)) yield* open(path);
  }
}

async function* open(path: string): AsyncGenerator<FoundMidi> {
  if (!isZip(path)) {
    yield await readFound(path);
    return;
  }
  try {
    const archive = await readRegularFile(path, maxZipBytes);
    for (const { name, ...rest } of readZip(archive, isPacked, maxMidiBytes)) {
      const file = join(path, name);
      yield isZip(name) ? { file, fault: nested() } : { file, ...rest };
    }
  } catch (error) {
    yield { file: path, fault: asFault(error) };
  }
}

const isMidi = (name: string): boolean => /\.(midi?|kar|rmi)$/i.test(name);
const isZip = (name: string): boolean => /\.zip$/i.test(name);
const isHidden = (name: string): boolean => name.startsWith('.') || name === '__MACOSX';
const isPacked = (name: string): boolean =>
  (isMidi(name) || isZip(name)) && !name.split('/').some(isHidden);

function noNotes(): Fault {
  return new Fault('MIDI_NO_NOTES', 'the file holds no notes', { hint: 'leave it out' });
}

function nested(): Fault {
  return new Fault('FILE_UNREADABLE', 'an archive in an archive is not read', {
    hint: 'unpack it',
  });
}

function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  throw error;
}
