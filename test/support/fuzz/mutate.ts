import type { Rng } from '../../../src/model/rng.js';

/** Bytes that formats give a meaning to: ends of ranges, running status, signs, quotes, braces. */
const telling = [
  0, 1, 0x7f, 0x80, 0x90, 0xf0, 0xf7, 0xff, 0x22, 0x27, 0x2f, 0x5b, 0x5d, 0x7b, 0x7d,
];
const asBytes = (text: string): number[] => [...Buffer.from(text)];
const values = ['null', 'true', '-1', '1e300', '""', '[]', '{}', '"__proto__"'].map(asBytes);
const [openers, ends] = [asBytes(':,[= '), asBytes(',]}\n')];
const longest = 1 << 16;

/** `bytes` after one to six small damages; what a broken cable, a cut download or a stranger makes of them. */
export function mutate(bytes: Uint8Array, rng: Rng): Uint8Array {
  let damaged = [...bytes.subarray(0, longest)];
  for (let left = 1 + rng.below(6); left > 0; left -= 1) damaged = damage(damaged, rng);
  return Uint8Array.from(damaged);
}

function damage(bytes: number[], rng: Rng): number[] {
  const at = rng.below(bytes.length + 1);
  const span = 1 + rng.below(rng.below(8) === 0 ? 64 : 8);
  switch (rng.below(9)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      bytes.splice(at, span);
      return bytes;
    case 2:
      bytes.splice(at, 0, ...Array.from({ length: span }, () => rng.below(256)));
      return bytes;
    case 3: {
      const from = rng.below(bytes.length + 1);
      bytes.splice(at, 0, ...bytes.slice(from, from + span));
      return bytes;
    }
    case 4:
      if (at < bytes.length) bytes[at]! ^= 1 << rng.below(8);
      return bytes;
    case 5: // a whole number, huge or negative, in either byte order
      bytes.splice(at, 4, ...Array.from({ length: 4 }, () => telling[rng.below(8)]!));
      return bytes;
    case 6: // a digit more or less in text
      bytes.splice(at, rng.below(2), 0x30 + rng.below(10));
      return bytes;
    case 7: // another value in JSON, TOML or a table
      return replaceValue(bytes, at, values[rng.below(values.length)]!);
    default:
      if (at < bytes.length) bytes[at] = telling[rng.below(telling.length)]!;
      return bytes;
  }
}

/** The value around `at`, from what comes before a value to what ends one. */
function replaceValue(bytes: number[], at: number, value: readonly number[]): number[] {
  const from = bytes.findLastIndex((byte, index) => index < at && openers.includes(byte)) + 1;
  const end = bytes.findIndex((byte, index) => index >= at && ends.includes(byte));
  bytes.splice(from, Math.max(0, end - from), ...value);
  return bytes;
}
