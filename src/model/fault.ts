/** Every expected failure: its code and the exit status of a command that ends on it (CLI.md: 1 failed, 2 wrong use). */
const faultExits = {
  USAGE: 2,
  BAD_VALUE: 2,
  UNKNOWN_NAME: 2,
  FILE_MISSING: 1,
  FILE_UNREADABLE: 1,
  FILE_UNWRITABLE: 1,
  MIDI_NOT_MIDI: 1,
  MIDI_HEADER: 1,
  MIDI_TRUNCATED: 1,
  MIDI_EVENT: 1,
  MIDI_NO_NOTES: 1,
  ZIP_BROKEN: 1,
  DATA_EMPTY: 1,
  DIVERGED: 1,
  MODEL_MISSING: 1,
  MODEL_BROKEN: 1,
  MODEL_VERSION: 1,
  KERAS_BROKEN: 1,
  KERAS_UNSUPPORTED: 1,
  PICKLE_BROKEN: 1,
  PICKLE_REFUSED: 1,
  VOCABULARY_MISMATCH: 1,
  ENGINE_MISSING: 1,
  ENGINE_FAILED: 1,
  PORT_TAKEN: 1,
  MIDI_UNAVAILABLE: 1,
  THREAD_DIED: 1,
  LINK_LOST: 1,
} as const;

export type FaultCode = keyof typeof faultExits;

export interface FaultDetail {
  /** What to do about it, quoting the fix where there is one. */
  readonly hint?: string;
  readonly file?: string;
  /** Byte offset in `file` where the fault was found. */
  readonly offset?: number;
  readonly cause?: unknown;
}

/** An expected failure: a code, one sentence naming the value and its limit, and a hint. Only a process entry prints it. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly hint: string | undefined;
  readonly file: string | undefined;
  readonly offset: number | undefined;

  constructor(code: FaultCode, message: string, detail: FaultDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'Fault';
    this.code = code;
    this.hint = detail.hint;
    this.file = detail.file;
    this.offset = detail.offset;
  }

  get exit(): number {
    return faultExits[this.code];
  }

  /** The same fault, naming the file it was found in. */
  in(file: string): Fault {
    const { hint, offset, cause } = this;
    return new Fault(this.code, this.message, {
      file,
      ...(hint === undefined ? {} : { hint }),
      ...(offset === undefined ? {} : { offset }),
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

/** One line for people: where, what, and what to do. */
export function describeFault(fault: Fault): string {
  const place = fault.file === undefined ? '' : `${fault.file}: `;
  const offset = fault.offset === undefined ? '' : ` (at byte ${fault.offset})`;
  const hint = fault.hint === undefined ? '' : ` Hint: ${fault.hint}`;
  return printable(`${place}${fault.message}${offset}.${hint}`);
}

/** What anything thrown says of itself. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** In one line, whatever a file is called: what would break it, command a terminal or turn the line around stands as its code. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (one) => `\\u${one.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}

/** The same of anything thrown: what is no Fault is a mistake in this program, and comes with where it was made. */
export function describeError(error: unknown): string {
  if (error instanceof Fault) return describeFault(error);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this should not have happened; please report it.\n${stack}`;
}
