import { unzipSync, type UnzipFileInfo } from 'fflate';
import { Fault } from '../fault.js';

export type ZipEntry =
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly fault: Fault };

/** Entries unpacked by one pass over the archive: its directory is read anew in each. */
const batch = 64;

/**
 * The files in a zip archive whose name passes `wanted`, in code unit order, unpacked as they are
 * asked for; a broken entry is given as its fault; those over `maxBytes` come first, as theirs.
 * Throws `Fault` ZIP_BROKEN where the archive itself cannot be read.
 */
export function* readZip(
  archive: Uint8Array,
  wanted: (name: string) => boolean,
  maxBytes: number,
): Generator<ZipEntry> {
  const sizes = new Map<string, number>();
  let entries = 0;
  unzip(archive, ({ name, originalSize }) => {
    // A directory record takes 46 bytes, whatever number of them a broken archive claims to have.
    if (++entries * 46 > archive.length) throw new Error('too many entries');
    if (wanted(name)) sizes.set(name, originalSize);
    return false;
  });
  const names = [...sizes.keys()].sort();
  for (const name of names)
    if (sizes.get(name)! > maxBytes) yield { name, fault: tooLarge(sizes.get(name)!, maxBytes) };
  const small = names.filter((name) => sizes.get(name)! <= maxBytes);
  for (let i = 0; i < small.length; i += batch) yield* unpack(archive, small.slice(i, i + batch));
}

/** Unpacks some entries together or, where one of them is broken, each by itself. */
function* unpack(archive: Uint8Array, names: readonly string[]): Generator<ZipEntry> {
  let files: Record<string, Uint8Array> = {};
  let fault: Fault | undefined;
  try {
    files = unzip(archive, ({ name }) => names.includes(name));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    fault = error;
  }
  for (const name of names) {
    const bytes = files[name];
    if (bytes) yield { name, bytes };
    else if (names.length > 1) yield* unpack(archive, [name]);
    else yield { name, fault: fault ?? broken('the entry is not in the archive') };
  }
}

function unzip(archive: Uint8Array, filter: (file: UnzipFileInfo) => boolean) {
  try {
    return unzipSync(archive, { filter });
  } catch (error) {
    throw broken('the zip archive is broken', error);
  }
}

function broken(message: string, cause?: unknown): Fault {
  return new Fault('ZIP_BROKEN', message, { cause, hint: 'download or pack it again' });
}

function tooLarge(size: number, limit: number): Fault {
  return new Fault(
    'FILE_UNREADABLE',
    `the entry unpacks to ${size} bytes, over the limit of ${limit}`,
    { hint: 'leave it out of the archive' },
  );
}
