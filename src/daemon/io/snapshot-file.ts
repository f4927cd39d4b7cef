import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { describeFault, type Fault } from '../../model/fault.js';
import { replaceFile } from '../../model/files/replace-file.js';
import type { Log } from '../core/log.js';
import { parseSnapshot } from '../core/parse-snapshot.js';
import type { Snapshot } from '../core/snapshot.js';

/** The snapshot in `file`: that of a process that did not end well. Undefined where there is none, or none that this version reads. */
export function readSnapshot(file: string): Snapshot | undefined {
  try {
    return parseSnapshot(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * A file that always holds a whole snapshot, the last but one at the oldest. Main only. Nothing waits for the disk; where
 * that refuses, one line says so, and the music goes on.
 */
export class SnapshotFile {
  private waiting: (() => Snapshot) | undefined;
  private writing: Promise<void> | undefined;
  private complained = false;

  constructor(
    private readonly file: string,
    private readonly log: Log,
  ) {}

  /** `take` is called when the disk is ready, for the last of those that came meanwhile alone: a snapshot of many parts is dear. */
  write(take: () => Snapshot): void {
    this.waiting = take;
    this.writing ??= this.drain().finally(() => (this.writing = undefined));
  }

  /** It ended well: there is nothing to go on from. */
  async remove(): Promise<void> {
    this.waiting = undefined;
    await this.writing;
    await rm(this.file, { force: true }).catch(() => undefined);
  }

  private async drain(): Promise<void> {
    while (this.waiting !== undefined) {
      const take = this.waiting;
      this.waiting = undefined;
      await replaceFile(this.file, JSON.stringify(take())).catch((fault: unknown) => {
        if (!this.complained) this.log('warn', describeFault(fault as Fault));
        this.complained = true;
      });
    }
  }
}
