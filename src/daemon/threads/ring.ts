/** Int32 words before the data: how many records were ever taken, and how many ever put, both modulo 2^32. */
const head = 0;
const tail = 1;
const headerBytes = 8;

/**
 * A queue of records of `fields` numbers, from one producer thread to one consumer thread; the two
 * cannot change roles. Nobody waits: a full ring refuses, an empty one says so.
 */
export class Ring {
  private readonly indices: Int32Array;
  private readonly data: Float64Array;
  private readonly mask: number;

  /** Memory for `records` records, a power of two. Allocates: for the start only. */
  static allocate(fields: number, records: number): SharedArrayBuffer {
    return new SharedArrayBuffer(headerBytes + fields * records * Float64Array.BYTES_PER_ELEMENT);
  }

  constructor(
    memory: SharedArrayBuffer,
    readonly fields: number,
  ) {
    this.indices = new Int32Array(memory, 0, 2);
    this.data = new Float64Array(memory, headerBytes);
    this.mask = this.data.length / fields - 1;
  }

  /** Producer only. Never blocks, never allocates. False, and nothing is kept, when it is full. */
  push(record: Float64Array): boolean {
    const at = Atomics.load(this.indices, tail);
    if (((at - Atomics.load(this.indices, head)) | 0) > this.mask) return false;
    this.data.set(record, (at & this.mask) * this.fields);
    // The store publishes the record: whoever sees the new tail sees the data.
    Atomics.store(this.indices, tail, at + 1);
    return true;
  }

  /** Consumer only. Never blocks, never allocates. False, and `record` is untouched, when it is empty. */
  pop(record: Float64Array): boolean {
    const at = Atomics.load(this.indices, head);
    if (at === Atomics.load(this.indices, tail)) return false;
    const start = (at & this.mask) * this.fields;
    for (let field = 0; field < this.fields; field += 1) record[field] = this.data[start + field]!;
    // The store gives the place back, only after it was read.
    Atomics.store(this.indices, head, at + 1);
    return true;
  }

  /** Producer only. Never blocks: so many more records it takes, or more by the time they are put. */
  get room(): number {
    return this.mask + 1 - this.length;
  }

  /** Either side. How many records were ever taken, modulo 2^32. */
  get taken(): number {
    return Atomics.load(this.indices, head) >>> 0;
  }

  /** Either side. How many records were ever put, modulo 2^32. */
  get put(): number {
    return Atomics.load(this.indices, tail) >>> 0;
  }

  /** Either side. May be old by the time it is used: too high for the producer, too low for the consumer. */
  get length(): number {
    return (Atomics.load(this.indices, tail) - Atomics.load(this.indices, head)) | 0;
  }
}
