import { readFile } from 'node:fs/promises';
import { Fault } from '../../model/fault.js';
import { replaceFile } from '../../model/files/replace-file.js';
import { controlKinds } from '../core/control-event.js';
import type { Mapping } from '../core/learned.js';
import { isWholeWithin } from '../core/within.js';

/** What controls were taught, as a file has it, to read and to edit; none where there is no file. Fault FILE_UNREADABLE. */
export async function readControllers(file: string): Promise<readonly Mapping[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    const hint = 'let this user read it, or delete it and teach the controls again';
    throw new Fault('FILE_UNREADABLE', `cannot be read: ${message}`, { file, hint, cause });
  }
  return parseControllers(text, file);
}

/** What such a file says. Fault FILE_UNREADABLE. */
export function parseControllers(text: string, file: string): readonly Mapping[] {
  const mappings = parse(text);
  if (Array.isArray(mappings) && mappings.every(isMapping)) return mappings;
  throw new Fault('FILE_UNREADABLE', 'is no table of learned controls', {
    file,
    hint: 'mend it, or delete it and teach them again',
  });
}

/**
 * Changes what the file has: another daemon may have taught it more since it was read. One that cannot be read is left as it
 * is. Faults: FILE_UNREADABLE, FILE_UNWRITABLE.
 */
export async function changeControllers(
  file: string,
  change: (kept: readonly Mapping[]) => readonly Mapping[],
): Promise<void> {
  const controls = change(await readControllers(file));
  await replaceFile(file, `${JSON.stringify({ controls }, null, 2)}\n`);
}

function parse(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly controls?: unknown } | null)?.controls;
  } catch {
    return undefined;
  }
}

function isMapping(value: unknown): value is Mapping {
  const { kind, channel, number, target } = (value ?? {}) as Record<string, unknown>;
  const known = controlKinds.some((each) => each === kind);
  return (
    known &&
    isWholeWithin(channel, 1, 16) &&
    isWholeWithin(number, 0, 127) &&
    typeof target === 'string'
  );
}
