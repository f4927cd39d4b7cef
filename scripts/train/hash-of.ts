import { createHash } from 'node:crypto';

/** Names what a run learns from: tokens, and what each is called. */
export function hashOf(names: readonly string[], pieces: Iterable<Int32Array>): string {
  const hash = createHash('sha256').update(JSON.stringify(names));
  for (const tokens of pieces) hash.update(tokens);
  return hash.digest('hex').slice(0, 16);
}
