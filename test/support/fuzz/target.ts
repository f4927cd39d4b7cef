/** A door by which bytes of strangers, or of a damaged disk, come in. */
export interface FuzzTarget {
  readonly name: string;
  /** Good examples, to be damaged. */
  readonly seeds: readonly Uint8Array[];
  /** What the daemon or trainer does with such bytes; it may throw, or reject with, nothing but a Fault. */
  readonly take: (bytes: Uint8Array) => void | Promise<void>;
  /** Errors other than Faults that the caller of this door expects. */
  readonly expects?: (error: unknown) => boolean;
  /** Where a case is dear, one of so many is tried. */
  readonly oneIn?: number;
  /** Gives back what `take` opened. */
  readonly close?: () => Promise<void>;
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
