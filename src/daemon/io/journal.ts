import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeFault, Fault } from '../../model/fault.js';
import { type Entry, valuesAfter, writeEntry } from '../core/journal-entry.js';
import type { Log } from '../core/log.js';
import { type SessionHeader, writeHeader } from '../core/session-header.js';
import { dropOldest, sessionFile } from './session-files.js';

/** Where a file of the journal goes. */
export interface JournalSink {
  /** All of it, or it throws. */
  append(text: string): Promise<void>;
  /** What was appended outlives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface JournalOptions {
  /** Folder of all sessions. */
  readonly sessions: string;
  /** All sessions together take so many bytes, give or take a file of this one: the oldest go. */
  readonly limit: number;
  readonly header: SessionHeader;
  readonly log: Log;
  /** Begins a file that is not there yet. */
  readonly open?: (path: string) => Promise<JournalSink>;
  /** Bytes of a file, after which the next begins. */
  readonly fileBytes?: number;
}

/** Milliseconds between two writes: so much is lost where the process is killed. */
const pause = 500;
/** Every so many writes the disk is asked to keep them, for the case of a power cut. */
const syncEvery = 10;
/** Characters that wait for a disk that does not take them. */
const mostWaiting = 16 * 2 ** 20;

/**
 * Keeps a session as it happens, in files that only grow. `add` is called on the main thread and never blocks or throws;
 * files are written in the background. Where that fails, one line says so, nothing more is kept, and the music goes on.
 */
export class Journal {
  private waiting: string[] = [];
  private length = 0;
  private values;
  private sink: JournalSink | undefined;
  private number = 0;
  private bytes = 0;
  private writes = 0;
  private failed = false;
  /** The last of the writes, one after the other. */
  private writing: Promise<void> = Promise.resolve();
  private readonly timer = setInterval(() => void this.flush(), pause).unref();

  /** Makes the folder of the session and its first file. Fault FILE_UNWRITABLE. */
  static async begin(options: JournalOptions): Promise<Journal> {
    try {
      const id = await newFolder(options.sessions, options.header.began);
      const journal = new Journal(id, options);
      await journal.nextFile();
      return journal;
    } catch (cause) {
      throw unwritable(options.sessions, cause);
    }
  }

  private constructor(
    readonly id: string,
    private readonly options: JournalOptions,
  ) {
    this.values = options.header.values;
  }

  /** The folder of the session. */
  get folder(): string {
    return join(this.options.sessions, this.id);
  }

  add(entry: Entry): void {
    if (this.failed) return;
    this.values = valuesAfter(this.values, entry);
    const line = `${writeEntry(entry)}\n`;
    this.waiting.push(line);
    this.length += line.length;
    if (this.length > mostWaiting) this.fail(new Error('the disk does not keep up'));
  }

  /** When it is done, all that was added before is in the file, unless writing fails. Never rejects. */
  flush(): Promise<void> {
    this.writing = this.writing
      .then(() => this.write())
      .catch((cause: unknown) => this.fail(cause));
    return this.writing;
  }

  /** The session is over. Never rejects. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    this.add({ type: 'end' });
    await this.flush();
    await this.sink?.sync().catch(() => undefined);
    await this.sink?.close().catch(() => undefined);
  }

  /** There was no session after all: nothing is left of it. Never rejects. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true }).catch(() => undefined);
  }

  private async write(): Promise<void> {
    const text = this.waiting.join('');
    if (text === '' || this.sink === undefined) return;
    this.waiting = [];
    this.length = 0;
    await this.sink.append(text);
    this.bytes += text.length;
    this.writes += 1;
    if (this.writes % syncEvery === 0) await this.sink.sync();
    if (this.bytes >= (this.options.fileBytes ?? 4 * 2 ** 20)) await this.nextFile();
  }

  private async nextFile(): Promise<void> {
    const { sessions, limit, header, open: begin = openFile } = this.options;
    await this.sink?.sync();
    await this.sink?.close();
    this.number += 1;
    this.bytes = 0;
    this.sink = await begin(sessionFile(this.folder, this.number));
    await this.sink.append(`${writeHeader({ ...header, values: this.values })}\n`);
    await dropOldest(sessions, this.id, limit);
  }

  private fail(cause: unknown): void {
    if (this.failed) return;
    this.failed = true;
    this.waiting = [];
    this.length = 0;
    this.options.log('warn', describeFault(unwritable(this.folder, cause)));
  }
}

function unwritable(folder: string, cause: unknown): Fault {
  const reason = (cause as Error).message;
  return new Fault('FILE_UNWRITABLE', `the session is not kept from here on (${reason})`, {
    file: folder,
    hint: 'the music goes on; free some space, or name another folder with --state, and start again',
    cause,
  });
}

/** Named by the instant, with a number behind it where another session began in the same second. */
async function newFolder(sessions: string, began: string): Promise<string> {
  await mkdir(sessions, { recursive: true });
  const name = began.slice(0, 19).replaceAll(':', '-');
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? name : `${name}-${number}`;
    try {
      await mkdir(join(sessions, id));
      return id;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
}

async function openFile(path: string): Promise<JournalSink> {
  const file = await beginFile(path);
  return {
    append: (text) => file.appendFile(text),
    sync: () => file.datasync(),
    close: () => file.close(),
  };
}

/** Another process that keeps within its space may have removed what this session had, and the folder when it was empty. */
async function beginFile(path: string, tries = 5): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true });
    return await open(path, 'ax');
  } catch (cause) {
    if (tries === 0 || (cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return beginFile(path, tries - 1);
  }
}
