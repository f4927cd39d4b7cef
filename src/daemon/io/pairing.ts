import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createFile, makeFolder, replaceFile } from '../../model/files/replace-file.js';

/** What a device of the network must show: once the code, from then on a token that it got for it. */
export interface Pairing {
  /** For people to type: six letters and digits that no one mistakes for each other. */
  readonly code: string;
  /** Signs tokens; hexadecimal. */
  readonly key: string;
}

/** Only this user reads it. */
const forUser = 0o600;
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const codeLength = 6;
const wellMade = new RegExp(`^[${alphabet}]{${codeLength}}$`);

export function newPairing(): Pairing {
  const letters = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]!);
  return { code: letters.join(''), key: randomBytes(32).toString('hex') };
}

/**
 * The pairing that `file` keeps, so that a phone stays paired when the daemon starts anew; a new one
 * where there is no file, or one that is not whole. To unpair every device, delete it.
 * Fault FILE_UNWRITABLE where a new one cannot be kept.
 */
export async function keptPairing(file: string): Promise<Pairing> {
  const read = () => readFile(file, 'utf8').then(parsePairing, () => undefined);
  const kept = await read();
  if (kept !== undefined) return kept;
  const made = newPairing();
  const text = `${JSON.stringify(made)}\n`;
  await makeFolder(dirname(file));
  if (await createFile(file, text, forUser)) return made;
  // Another daemon has just made one, or it is not whole.
  const other = await read();
  if (other === undefined) await replaceFile(file, text, forUser);
  return other ?? made;
}

/** Undefined where the text is none, or not a whole one. */
export function parsePairing(text: string): Pairing | undefined {
  try {
    const { code, key } = JSON.parse(text) as Partial<Record<string, unknown>>;
    const isWhole = typeof code === 'string' && wellMade.test(code);
    return isWhole && typeof key === 'string' && key.length === 64 ? { code, key } : undefined;
  } catch {
    return undefined;
  }
}

/** As typed: in any case, with blanks. */
export function isCode({ code }: Pairing, typed: string): boolean {
  return areEqual(code, typed.replaceAll(/\s/g, '').toUpperCase());
}

export function newToken({ key }: Pairing): string {
  const id = randomBytes(16).toString('hex');
  return `${id}.${sign(id, key)}`;
}

export function isToken({ key }: Pairing, token: string): boolean {
  const [id = '', signature = ''] = token.split('.');
  return areEqual(signature, sign(id, key));
}

function sign(id: string, key: string): string {
  return createHmac('sha256', key).update(id).digest('hex');
}

/** In a time that does not tell how much of it is right. */
function areEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
