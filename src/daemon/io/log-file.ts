import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '../core/log.js';

/** Files kept beside the present one: `NAME.1` is the one before. */
const kept = 4;
/** Lines that wait for a disk that does not take them; more are not kept. */
const mostWaiting = 10_000;

/**
 * A log for machines and for the morning after: a JSON object a line, in files of `limit` bytes at most, give or take
 * what came at once. Main only; nothing waits for the disk, and where that fails nothing is kept.
 */
export class LogFile {
  private waiting: string[] = [];
  private writing: Promise<void> | undefined;

  constructor(
    private readonly file: string,
    private readonly limit: number,
    private readonly now: () => string = () => new Date().toISOString(),
  ) {}

  readonly log: Log = (level, text) => {
    if (this.waiting.length >= mostWaiting) return;
    const { pid } = process;
    this.waiting.push(`${JSON.stringify({ time: this.now(), level, pid, text })}\n`);
    this.writing ??= this.drain()
      .catch(() => undefined)
      .finally(() => (this.writing = undefined));
  };

  /** When all that was logged is on disk. Never rejects. */
  async flush(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
  }

  private async drain(): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    while (this.waiting.length > 0) {
      const text = this.waiting.join('');
      this.waiting = [];
      // The process that watches this one, and others, write to it too.
      const size = await stat(this.file).then(
        (found) => found.size,
        () => 0,
      );
      if (size > 0 && size + Buffer.byteLength(text) > this.limit) await this.rotate();
      await appendFile(this.file, text);
    }
  }

  private async rotate(): Promise<void> {
    for (let number = kept; number > 0; number -= 1) {
      const before = number === 1 ? this.file : `${this.file}.${number - 1}`;
      await rename(before, `${this.file}.${number}`).catch(() => undefined);
    }
  }
}
