import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline as connect, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { EncodedCorpus, EncodedPiece } from './encoded-corpus.js';
import { splits, type Split } from './split.js';

/** A number of its own for each form of these files, and for each change of what becomes of a score, or of the splits. */
const form = 8;
/** Bytes on disk; beyond it, what was not used for longest goes. */
const most = 1024 ** 3;

/**
 * Corpora as they were read before, in a folder, by `corpusKey`. One file each, gzip, whose checksum tells of damage: the
 * length of a JSON header as 4 bytes, little-endian as all numbers here, the header, then of each piece its tokens
 * (int32), velocities and offsets (float32), and bar lines (int32). Both ways it streams, so that nothing is in memory twice.
 */
export class DatasetCache {
  constructor(
    readonly folder: string,
    private readonly limit = most,
  ) {}

  /** Undefined where there is none, or it is damaged. Files are named as in `path`, wherever they were read then. */
  async read(key: string, path: string): Promise<EncodedCorpus | undefined> {
    const file = this.fileOf(key);
    try {
      const bytes = new ByteStream(
        connect(createReadStream(file), createGunzip(), () => undefined),
      );
      const { pieces, skipped, odd, ...rest } = JSON.parse(await bytes.text()) as Header;
      const found: Record<Split, EncodedPiece[]> = { train: [], validation: [], test: [] };
      for (const { split, sizes, ...about } of pieces) {
        const piece = {
          ...about,
          file: join(path, about.file),
          tokens: new Int32Array(sizes[0]),
          velocity: new Float32Array(sizes[1]),
          offset: new Float32Array(sizes[2]),
          bars: new Int32Array(sizes[3]),
        };
        for (const numbers of numbersOf(piece)) await bytes.fill(numbers);
        found[split].push(piece);
      }
      await bytes.end();
      const now = new Date();
      await utimes(file, now, now);
      return {
        ...rest,
        splits: found,
        skipped: renamed(skipped, (file) => join(path, file)),
        odd: renamed(odd, (file) => join(path, file)),
      };
    } catch {
      return undefined;
    }
  }

  /** @throws Error of the file system: then nothing is kept. */
  async write(key: string, path: string, corpus: EncodedCorpus): Promise<void> {
    const file = this.fileOf(key);
    const part = `${file}.${process.pid}.part`;
    await mkdir(this.folder, { recursive: true });
    try {
      await pipeline(
        Readable.from(chunksOf(corpus, path)),
        createGzip({ level: 1 }),
        createWriteStream(part),
      );
      await rename(part, file);
    } finally {
      await rm(part, { force: true });
    }
    await this.bound();
  }

  private fileOf(key: string): string {
    return join(this.folder, `${form}-${key}.gz`);
  }

  private async bound(): Promise<void> {
    const files = await Promise.all(
      (await readdir(this.folder)).map(async (name) => {
        const file = join(this.folder, name);
        const { size, mtimeMs } = await stat(file);
        return { file, size, mtimeMs };
      }),
    );
    let total = 0;
    for (const { file, size } of files.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
      total += size;
      if (total > this.limit) await rm(file, { force: true });
    }
  }
}

type Header = Omit<EncodedCorpus, 'splits'> & { readonly pieces: readonly About[] };

/** Of a piece all but its numbers, and how many of each there are. */
type About = Omit<EncodedPiece, 'tokens' | 'velocity' | 'offset' | 'bars'> & {
  readonly split: Split;
  readonly sizes: readonly [tokens: number, velocity: number, offset: number, bars: number];
};

function* chunksOf({ splits: all, skipped, odd, ...rest }: EncodedCorpus, path: string) {
  const pieces = splits.flatMap((split) =>
    all[split].map(({ tokens, velocity, offset, bars, ...about }): About => {
      const sizes = [tokens.length, velocity.length, offset.length, bars.length] as const;
      return { ...about, file: relative(path, about.file), split, sizes };
    }),
  );
  const told = {
    skipped: renamed(skipped, (file) => relative(path, file)),
    odd: renamed(odd, (file) => relative(path, file)),
  };
  const header = Buffer.from(JSON.stringify({ ...rest, ...told, pieces } satisfies Header));
  yield Buffer.from(Uint32Array.of(header.length).buffer);
  yield header;
  for (const split of splits) for (const piece of all[split]) yield* numbersOf(piece);
}

function renamed<T extends { readonly file: string }>(
  files: readonly T[],
  name: (file: string) => string,
): T[] {
  return files.map((one) => ({ ...one, file: name(one.file) }));
}

/** The numbers of a piece as bytes, in the order of the file; not copies. */
function numbersOf({ tokens, velocity, offset, bars }: EncodedPiece): Buffer[] {
  return [tokens, velocity, offset, bars].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
}

/** A stream, read piecemeal. */
class ByteStream {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  /** @throws Error where the stream is damaged or has fewer bytes. */
  async fill(into: Uint8Array): Promise<void> {
    let at = 0;
    while (at < into.length) {
      if (this.rest.length === 0) this.rest = await this.chunk();
      const taken = this.rest.subarray(0, into.length - at);
      into.set(taken, at);
      at += taken.length;
      this.rest = this.rest.subarray(taken.length);
    }
  }

  /** A text after its length in bytes. */
  async text(): Promise<string> {
    const length = Buffer.alloc(4);
    await this.fill(length);
    const text = Buffer.alloc(length.readUInt32LE());
    await this.fill(text);
    return text.toString('utf8');
  }

  /** The checksum is at the very end. @throws Error where more follows. */
  async end(): Promise<void> {
    if (this.rest.length > 0 || (await this.chunks.next()).done !== true)
      throw new RangeError('more follows');
  }

  private async chunk(): Promise<Buffer> {
    const next = await this.chunks.next();
    if (next.done === true) throw new RangeError('it ends too soon');
    return next.value;
  }
}
