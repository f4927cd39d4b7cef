import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A state folder until this process ends: what a bench plays is no session of the player's, and drops none of those. */
export function benchState(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ghostnote-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
