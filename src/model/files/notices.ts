import type { Oddity } from '../codec/smf.js';
import { describeFault, Fault, printable, type FaultCode } from '../fault.js';

/** A file that is not in the corpus, and why. */
export interface Skipped {
  readonly file: string;
  readonly code: FaultCode;
  readonly message: string;
  readonly offset?: number;
  readonly hint?: string;
}

/** A file that is in the corpus though something is wrong with it. */
export interface Odd extends Oddity {
  readonly file: string;
}

/** What is to be told of the files of a corpus. */
export interface Notices {
  readonly skipped: readonly Skipped[];
  readonly odd: readonly Odd[];
}

export function skip(fault: Fault, file: string): Skipped {
  const { code, message, offset, hint } = fault;
  return {
    ...{ file, code, message },
    ...(offset !== undefined && { offset }),
    ...(hint !== undefined && { hint }),
  };
}

/** A line a file: those that are read all the same, then those that are not. */
export function linesOf({ skipped, odd }: Notices): string[] {
  return [...oddLines(odd), ...skipped.map(skippedLine)];
}

export function oddLines(odd: readonly Odd[]): string[] {
  const byFile = new Map<string, string[]>();
  for (const { file, message, offset } of odd) {
    const said = byFile.get(file) ?? [];
    byFile.set(file, [...said, `${message} (at byte ${offset})`]);
  }
  return [...byFile].map(([file, said]) =>
    printable(`read ${file} all the same: ${said.join('; ')}`),
  );
}

function skippedLine({ file, code, message, ...where }: Skipped): string {
  return `skipped ${describeFault(new Fault(code, message, { file, ...where }))}`;
}
