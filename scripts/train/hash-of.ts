import { createHash } from 'node:crypto';

/** Names what a run learns from and is judged by: `about` it, and its numbers. */
export function hashOf(about: unknown, numbers: Iterable<Int32Array | Float32Array>): string {
  const hash = createHash('sha256').update(JSON.stringify(about));
  for (const each of numbers) hash.update(each);
  return hash.digest('hex').slice(0, 16);
}
