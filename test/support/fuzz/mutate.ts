import type { Rng } from '../../../src/model/rng.js';

/** Bytes that formats give a meaning to: ends of ranges, running status, signs, quotes, braces. */
const telling = [
  0, 1, 0x7f, 0x80, 0x90, 0xf0, 0xf7, 0xff, 0x22, 0x27, 0x2f, 0x5b, 0x5d, 0x7b, 0x7d,
];
const values = ['null', 'true', '-1', '1e300', '""', '[]', '{}', '"__proto__"'].map((text) =>
  Buffer.from(text),
);
const [openers, ends] = [Buffer.from(':,[= '), Buffer.from(',]}\n')];
const longest = 1 << 16;

/** `bytes` after one to six small damages; what a broken cable, a cut download or a stranger makes of them. */
export function mutate(bytes: Uint8Array, rng: Rng): Uint8Array {
  let damaged: Uint8Array = Uint8Array.from(bytes.subarray(0, longest));
  for (let left = 1 + rng.below(6); left > 0; left -= 1) damaged = damage(damaged, rng);
  return damaged;
}

/** May change `bytes`. */
function damage(bytes: Uint8Array, rng: Rng): Uint8Array {
  const at = rng.below(bytes.length + 1);
  const span = 1 + rng.below(rng.below(8) === 0 ? 64 : 8);
  switch (rng.below(9)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return replace(bytes, at, span, []);
    case 2:
      return replace(
        bytes,
        at,
        0,
        draws(span, () => rng.below(256)),
      );
    case 3: {
      const from = rng.below(bytes.length + 1);
      return replace(bytes, at, 0, bytes.slice(from, from + span));
    }
    case 4:
      if (at < bytes.length) bytes[at]! ^= 1 << rng.below(8);
      return bytes;
    case 5: // a whole number, huge or negative, in either byte order
      return replace(
        bytes,
        at,
        4,
        draws(4, () => telling[rng.below(8)]!),
      );
    case 6: // a digit more or less in text
      return replace(bytes, at, rng.below(2), [0x30 + rng.below(10)]);
    case 7: // another value in JSON, TOML or a table
      return replaceValue(bytes, at, values[rng.below(values.length)]!);
    default:
      if (at < bytes.length) bytes[at] = telling[rng.below(telling.length)]!;
      return bytes;
  }
}

/** The value around `at`, from what comes before a value to what ends one. */
function replaceValue(bytes: Uint8Array, at: number, value: Uint8Array): Uint8Array {
  let [from, end] = [at, at];
  while (from > 0 && !openers.includes(bytes[from - 1]!)) from -= 1;
  while (end < bytes.length && !ends.includes(bytes[end]!)) end += 1;
  return replace(bytes, from, end < bytes.length ? end - from : 0, value);
}

/** With `inserted` in place of `removed` bytes, or of those that are left, from `at` on. */
function replace(
  bytes: Uint8Array,
  at: number,
  removed: number,
  inserted: ArrayLike<number>,
): Uint8Array {
  const rest = bytes.subarray(at + removed);
  const made = new Uint8Array(at + inserted.length + rest.length);
  made.set(bytes.subarray(0, at));
  made.set(inserted, at);
  made.set(rest, at + inserted.length);
  return made;
}

function draws(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw);
}
