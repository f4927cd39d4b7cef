import { Fault } from '../fault.js';

/** Reads bytes from `position` up to, not including, `end`; a read past `end` is a `Fault` MIDI_TRUNCATED. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  position: number;

  constructor(bytes: Uint8Array, position: number, end: number) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  get left(): number {
    return this.end - this.position;
  }

  byte(what: string): number {
    if (this.position >= this.end) throw this.short(what, 1);
    return this.bytes[this.position++];
  }

  /** A byte that must be a data byte, 0 to 127. */
  data(what: string): number {
    const value = this.byte(what);
    if (value < 0x80) return value;
    const offset = this.position - 1;
    throw new Fault('MIDI_EVENT', `${what} is ${hex(value)}, over the limit of 0x7f`, {
      offset,
      hint: 'export the file again',
    });
  }

  /** Big-endian, `width` bytes, at most 4. */
  uint(width: number, what: string): number {
    let value = 0;
    for (let i = 0; i < width; i++) value = value * 256 + this.byte(what);
    return value;
  }

  /** A variable-length quantity: 7 bits a byte, at most 4 bytes (Standard MIDI Files 1.0, page 2). */
  quantity(what: string): number {
    const offset = this.position;
    let value = 0;
    for (let i = 0; i < 4; i++) {
      const byte = this.byte(what);
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    throw new Fault('MIDI_EVENT', `${what} is longer than the limit of 4 bytes`, { offset });
  }

  /** A view, not a copy, of the next `length` bytes. */
  take(length: number, what: string): Uint8Array {
    if (length > this.left) throw this.short(what, length);
    this.position += length;
    return this.bytes.subarray(this.position - length, this.position);
  }

  private short(what: string, wanted: number): Fault {
    return new Fault('MIDI_TRUNCATED', `${what} needs ${wanted} bytes and ${this.left} are left`, {
      offset: this.position,
      hint: 'the file was cut short; export or download it again',
    });
  }
}

export function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
