import { Fault } from '../../model/fault.js';
import type { SourceInfo } from '../../model/plan-source.js';
import type { Values } from './setting.js';

/** Of the files of a session. A later format has another number. */
const format = 1;

/** The first line of each file of a session. */
export interface SessionHeader {
  /** Of ghostnote. */
  readonly version: string;
  /** When the session began, as ISO 8601 has it, in UTC. */
  readonly began: string;
  /** What each part plays, part 1 first. */
  readonly parts: readonly SourceInfo[];
  /** Every setting, as it stood when this file began; models' folders are absolute. */
  readonly values: Values;
}

/** A JSON object, without the end of the line. */
export function writeHeader(header: SessionHeader): string {
  return JSON.stringify({ type: 'session', format, ...header });
}

/** Fault FILE_UNREADABLE where the line is another. */
export function readHeader(line: string, file: string): SessionHeader {
  let header: unknown;
  try {
    header = JSON.parse(line);
  } catch {
    header = undefined;
  }
  if (isHeader(header)) return header;
  throw new Fault('FILE_UNREADABLE', 'is no journal of a session that this version can read', {
    file,
    hint: 'ghostnote sessions lists those that are',
  });
}

function isHeader(value: unknown): value is SessionHeader {
  const header = (value ?? {}) as Record<string, unknown>;
  return (
    header['type'] === 'session' &&
    header['format'] === format &&
    typeof header['began'] === 'string' &&
    Array.isArray(header['parts']) &&
    header['parts'].every(isPart) &&
    typeof header['values'] === 'object' &&
    header['values'] !== null
  );
}

function isPart(value: unknown): value is SourceInfo {
  const { name, material, grid } = (value ?? {}) as Record<string, unknown>;
  const known = material === 'drums' || material === 'notes';
  return known && typeof name === 'string' && Number.isInteger(grid) && Number(grid) > 0;
}
