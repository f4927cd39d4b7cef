const sequence = 0;
const headerBytes = 8;
/** A writer that is interrupted between its two marks holds readers up; they keep what they have, and come again. */
const attempts = 16;

/**
 * The latest value of a vector of numbers, from one writer thread to any number of readers. The number
 * before it is odd while it is being written, so that a reader never takes half of one and half of another.
 */
export class Latest {
  private readonly words: Int32Array;
  /** The sequence that this reader has read. */
  private seen = 0;
  private readonly data: Int32Array;
  /** Scratch, seen both as numbers and as the words that cross: only words can be read and written atomically. */
  private readonly numbers: Float64Array;
  private readonly halves: Int32Array;

  /** Memory for `fields` numbers. Allocates: for the start only. */
  static allocate(fields: number): SharedArrayBuffer {
    return new SharedArrayBuffer(headerBytes + fields * Float64Array.BYTES_PER_ELEMENT);
  }

  constructor(memory: SharedArrayBuffer) {
    this.words = new Int32Array(memory, 0, 1);
    this.data = new Int32Array(memory, headerBytes);
    this.numbers = new Float64Array(this.data.length / 2);
    this.halves = new Int32Array(this.numbers.buffer);
  }

  /** How many values were ever written, up to the one that this reader read last. */
  get version(): number {
    return this.seen / 2;
  }

  /** Writer only. Never blocks, never allocates. */
  write(values: Float64Array): void {
    this.numbers.set(values);
    Atomics.add(this.words, sequence, 1);
    for (let word = 0; word < this.data.length; word += 1) {
      Atomics.store(this.data, word, this.halves[word]!);
    }
    Atomics.add(this.words, sequence, 1);
  }

  /** As `read`, and false as well where nothing was written since this reader's last. */
  readNews(values: Float64Array): boolean {
    return Atomics.load(this.words, sequence) !== this.seen && this.read(values);
  }

  /** Any reader. Never blocks, never allocates. False, and `values` is untouched, when the writer kept writing. */
  read(values: Float64Array): boolean {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const before = Atomics.load(this.words, sequence);
      for (let word = 0; word < this.data.length; word += 1) {
        this.halves[word] = Atomics.load(this.data, word);
      }
      if (before % 2 === 0 && Atomics.load(this.words, sequence) === before) {
        values.set(this.numbers);
        this.seen = before;
        return true;
      }
    }
    return false;
  }
}
