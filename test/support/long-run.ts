import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Entry } from '../../src/daemon/core/journal-entry.js';
import { defaults } from '../../src/daemon/core/settings.js';
import { SnapshotTaker } from '../../src/daemon/core/snapshot.js';
import { Journal } from '../../src/daemon/io/journal.js';
import { LogFile } from '../../src/daemon/io/log-file.js';
import { SessionCache } from '../../src/model/steer/cache.js';
import { LongSession } from './long-session.js';

/** How it stands after an hour of its time. */
export interface HourSample {
  /** Of the heap, after collection, in MB. */
  readonly heap: number;
  /** Of all files of the journal, and of the log, in MB. */
  readonly journal: number;
  readonly log: number;
  /** Microseconds by which the last tick was off: by its own tempo, or where it is `led`, by another machine's clock. */
  readonly drift: number;
  readonly led: boolean;
  /** Notes that sound, by the ledger and by the wire. */
  readonly sounding: number;
  readonly heard: number;
  readonly pending: number;
}

/** Bytes that all sessions may take, and a file of the log; both small, so that many files come and go. */
export const limits = { journal: 12e6, journalFile: 1e6, log: 20_000 };

/** A long session with all that main keeps of it: journal, log, snapshots, and the cache of a model thread. */
export class LongRun {
  readonly session: LongSession;
  private readonly log: LogFile;
  private readonly snapshots = new SnapshotTaker([16, 16]);
  private readonly cache = new SessionCache([]);

  /** `folder` is empty. */
  static async begin(folder: string, seed: number): Promise<LongRun> {
    const info = { name: 'made up', grid: 16, engine: 'none', device: 'none' };
    const journal = await Journal.begin({
      sessions: join(folder, 'sessions'),
      limit: limits.journal,
      fileBytes: limits.journalFile,
      header: {
        version: '0.0.0',
        began: '2026-11-26T20:15:30.123Z',
        parts: [
          { ...info, material: 'drums' },
          { ...info, material: 'notes' },
        ],
        values: defaults(),
      },
      log: (_, line) => {
        throw new Error(line);
      },
    });
    return new LongRun(folder, journal, seed);
  }

  private constructor(
    private readonly folder: string,
    private readonly journal: Journal,
    seed: number,
  ) {
    this.log = new LogFile(join(folder, 'logs', 'ghostnote.log'), limits.log);
    this.session = new LongSession(seed, (entry) => this.keep(entry));
  }

  async playHour(): Promise<HourSample> {
    const { session } = this;
    const drift = session.playHour();
    for (let line = 0; line < 60; line += 1)
      this.log.log('info', `Beat: ${session.session.clock.bpm} BPM, tick ${session.ticks}.`);
    this.snapshots.take(defaults(), true, { paired: [], preset: null, fade: null });
    await this.journal.flush();
    await this.log.flush();
    collect();
    const { ledgers } = session.session.conductor;
    return {
      heap: process.memoryUsage().heapUsed / 1e6,
      journal: (await sizeOf(join(this.folder, 'sessions'))) / 1e6,
      log: (await sizeOf(join(this.folder, 'logs'))) / 1e6,
      drift,
      led: session.led,
      sounding: ledgers.notesOn - ledgers.notesOff,
      heard: session.heard,
      pending: session.pending.length,
    };
  }

  async close(): Promise<void> {
    this.session.stop();
    await this.journal.close();
  }

  private keep(entry: Entry): void {
    this.journal.add(entry);
    if (entry.type === 'note') this.snapshots.add({ ...entry, label: '' }, 0, pace);
    else if (entry.type === 'tick') {
      this.cache.learn(entry.tick % 7);
      this.snapshots.add(entry, 0, pace);
    }
  }
}

const pace = () => ({ bpm: 120, ticksPerBar: 16 });

async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const file of files)
    if (file.isFile()) bytes += (await stat(join(file.parentPath, file.name))).size;
  return bytes;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
