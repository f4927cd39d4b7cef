import { renderUnicodeCompact } from 'uqr';

/** A text as a QR code (ISO/IEC 18004) for a terminal with light letters on a dark ground: two rows of modules a line. */
export function qrLines(text: string): string[] {
  return renderUnicodeCompact(text, { ecc: 'M', border: 2 }).split('\n');
}
