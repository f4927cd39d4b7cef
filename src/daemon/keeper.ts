import { resolve } from 'node:path';
import { describeError, describeFault, Fault } from '../model/fault.js';
import { createFile, makeFolder, replaceFile } from '../model/files/replace-file.js';
import type { SourceInfo } from '../model/plan-source.js';
import type { Entry } from './core/journal-entry.js';
import type { Log } from './core/log.js';
import { partName } from './core/part-settings.js';
import type { Values } from './core/setting.js';
import { atMost } from './io/at-most.js';
import { Journal } from './io/journal.js';
import { findSession } from './io/session-files.js';
import { keepSpare } from './io/spare-models.js';
import { stateFolder, type StateFolder } from './io/state-folder.js';
import { wallTime } from './io/wall-clock.js';
import { modelFolder, shippedModels } from './model-folders.js';
import type { SessionMidi } from './session-midi.js';
import { count } from './core/count.js';

/** Milliseconds. A stick or a share that hangs in the midst of a copy keeps no session from its end. */
const copyGrace = 2000;

export interface KeeperOptions {
  /** Every row of the settings table. */
  readonly values: Values;
  readonly version: string;
  readonly log: Log;
}

/** What a session leaves behind: its journal, what is written from that, and a copy of each model that played. Main only; nothing in it waits for the disk but `begin` and `close`. */
export class Keeper {
  private readonly state: StateFolder;
  private journal: Journal | undefined;
  /** What came before there was a journal; undefined from then on. */
  private early: Entry[] | undefined = [];
  /** Takes that are being written or wait for it. */
  private takes = 0;
  /** Bars of the one that waits. */
  private waiting = 0;
  private taking = Promise.resolve();
  /** Copies of models, one at a time. */
  private copying = Promise.resolve();

  constructor(private readonly options: KeeperOptions) {
    this.state = stateFolder(options.values['state'] as string);
  }

  /** Never blocks or throws. */
  add(entry: Entry): void {
    if (entry.type === 'model') this.keepModels(entry.model);
    if (this.early === undefined) this.journal?.add(entry);
    else this.early.push(entry);
  }

  /**
   * From now on it is on disk. Where the folder cannot be written one line says so, and the music goes on without; Fault
   * FILE_UNWRITABLE or USAGE where a recording was asked for.
   */
  async begin(parts: readonly SourceInfo[]): Promise<void> {
    const { values, version, log } = this.options;
    const [limit, record] = [values['journal'] as number, values['record'] as string];
    if (limit === 0 && record !== '')
      throw new Fault('USAGE', 'a recording is made from the journal, and that is off', {
        hint: 'leave out --journal 0, or --record',
      });
    const names = (name: string) => parts.map((_, at) => partName(at + 1, name));
    const folderOf = (name: string) => resolve(modelFolder(String(values[name])));
    const models = names('model').map((name) => [name, folderOf(name)] as const);
    const blended = names('blend-model').filter((name) => values[name] !== '');
    this.keepModels(...models.map(([, folder]) => folder), ...blended.map(folderOf));
    const began = new Date().toISOString();
    const absolute: Values = Object.fromEntries(models);
    const header = { version, began, parts, values: { ...values, ...absolute } };
    try {
      if (limit > 0)
        this.journal = await Journal.begin({
          sessions: this.state.sessions,
          limit: limit * 1e6,
          header,
          log,
        });
    } catch (fault) {
      if (record !== '' || !(fault instanceof Fault)) throw fault;
      log('warn', describeFault(fault));
    }
    for (const entry of this.early ?? []) this.journal?.add(entry);
    this.early = undefined;
  }

  /** In the background. Those that come with ghostnote are as safe as it is. */
  private keepModels(...folders: readonly string[]): void {
    for (const folder of new Set(folders))
      if (!folder.startsWith(shippedModels))
        this.copying = this.copying.then(() =>
          keepSpare(this.state.models, folder, this.options.log),
        );
  }

  /**
   * Writes the last bars to a file of its own, in the background, and says where: one take at a time. While one waits there is no
   * need of another, as it is written with all that was played until then, and with the most bars that were asked for. Never
   * rejects.
   */
  keepBars(bars: number): Promise<void> {
    if (this.takes === 2) {
      this.waiting = Math.max(this.waiting, bars);
      return this.taking;
    }
    this.takes += 1;
    const isNext = this.takes === 1;
    if (!isNext) this.waiting = bars;
    this.taking = this.taking
      .then(() => this.writeTake(isNext ? bars : this.waiting))
      .then(() => void (this.takes -= 1));
    return this.taking;
  }

  private async writeTake(bars: number): Promise<void> {
    const { journal, state } = this;
    const { log } = this.options;
    try {
      if (journal === undefined) throw new Fault('USAGE', 'nothing is kept of this session');
      await journal.flush();
      const { bytes, notes, bars: kept } = await this.midi(bars);
      if (kept === 0) throw new Fault('USAGE', 'nothing was played yet that could be kept');
      const length = count(kept, 'bar');
      const file = await newTake(state.takes, `${length}.mid`, bytes);
      const which = kept < bars ? `all ${length} there are` : `the last ${length}`;
      log('info', `Kept ${which}, ${count(notes, 'note')}: ${file}`);
    } catch (fault) {
      log('warn', describeError(fault));
    }
  }

  /** All that was played, once it is closed. Faults: FILE_UNWRITABLE, which says how to have it all the same; FILE_UNREADABLE. */
  async record(file: string): Promise<number> {
    try {
      const { bytes, notes } = await this.midi(Infinity);
      await replaceFile(file, bytes);
      return notes;
    } catch (fault) {
      if (!(fault instanceof Fault) || fault.code !== 'FILE_UNWRITABLE') throw fault;
      const state = this.options.values['state'] as string;
      const where = state === '' ? '' : ` --state ${state}`;
      const hint = `it is not lost: ghostnote replay ${this.journal!.id}${where} -o take.mid`;
      throw new Fault(fault.code, fault.message, { file, hint, cause: fault });
    }
  }

  /** The session is over, and each take that was asked for is written, as are copies of models. Never rejects. */
  async close(): Promise<void> {
    await Promise.all([this.taking, this.copied()]);
    await this.journal?.close();
  }

  /** There was no session after all. Never rejects. */
  async discard(): Promise<void> {
    await this.copied();
    await this.journal?.discard();
  }

  private copied(): Promise<void> {
    return atMost(copyGrace, this.copying);
  }

  private async midi(bars: number): Promise<SessionMidi> {
    const session = await findSession(this.state.sessions, this.journal!.id);
    // Loaded when it is wanted: it brings a library, and the music is to begin soon.
    const { sessionMidi } = await import('./session-midi.js');
    return sessionMidi(session, () => undefined, bars);
  }
}

/** Named by the clock on the wall, with a number behind it where another take has that second: an hour of autumn comes twice. */
async function newTake(folder: string, what: string, bytes: Uint8Array): Promise<string> {
  await makeFolder(folder);
  const time = wallTime(new Date()).replace(' ', 'T').replaceAll(':', '-');
  for (let number = 1; ; number += 1) {
    const file = resolve(folder, `${number === 1 ? time : `${time}-${number}`} ${what}`);
    if (await createFile(file, bytes)) return file;
  }
}
