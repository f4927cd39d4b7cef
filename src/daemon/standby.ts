import { join } from 'node:path';
import { plainEngine } from '../model/engine.js';
import type { Ghostnote, MessageOf } from './api.js';
import type { Micros } from './core/clock.js';
import type { Log } from './core/log.js';
import type { Values } from './core/setting.js';
import { type EntryPoint, entryAfter, type Snapshot, SnapshotTaker } from './core/snapshot.js';
import { monotonic } from './io/monotonic.js';
import { readSnapshot, SnapshotFile } from './io/snapshot-file.js';
import { stateFolder } from './io/state-folder.js';
import type { Resume } from './threads/cue.js';
import { called, isUnderstudy } from './understudy.js';
import { type ChildWord, type ParentWord, pulse } from './words.js';

/** Milliseconds in which a change of settings is written, with all that follow it meanwhile: a fader makes a thousand a second. */
const gatherFor = 500;

/** What a process that plays under a supervisor was left by the one before, and what it leaves to the next. Main only. */
export class Standby {
  /** Those of the command line, or as they stood when the process before died. */
  readonly values: Values;
  /** Left by a process that did not end well; undefined where the last one did. */
  readonly left: Snapshot | undefined;
  /** This process goes on from there; else it only ends what may still sound. */
  readonly again: boolean;

  /** When it was called. */
  private readonly began = monotonic.now();
  private readonly file: SnapshotFile;
  private timer: NodeJS.Timeout | undefined;
  /** Settings have changed that are yet to be written. */
  private changed: NodeJS.Timeout | undefined;
  private closing = false;

  /** When it is to play. Rejects as `called` does. */
  static async called(given: Values, log: Log): Promise<Standby> {
    return new Standby(given, log, await called());
  }

  /** `died` is when the process before did; undefined for the first. */
  private constructor(
    given: Values,
    log: Log,
    private readonly died: Micros | undefined,
  ) {
    const file = fileOf(given);
    this.file = new SnapshotFile(file, log);
    this.left = readSnapshot(file);
    this.again = died !== undefined && this.left !== undefined;
    this.values = died === undefined ? given : valuesAgain(given, this.left);
  }

  /** What the threads are to know of the process before; undefined where that ended well. */
  get resume(): Resume | undefined {
    const { left, again } = this;
    if (left === undefined) return undefined;
    const { keys, played, line, paired, preset, fade } = left;
    if (!again) return { keys, played: [], entry: nowhere, paired: [], preset: null, fade: null };
    if (line === null) return { keys, played: [], entry: nowhere, paired, preset, fade };
    return { keys, played, entry: () => this.entry(), paired, preset, fade };
  }

  /** Whether it is to play from the top, as far as the process before is concerned. */
  begins(otherwise: boolean): boolean {
    if (!this.again) return otherwise;
    return this.left!.playing && this.left!.line === null;
  }

  /** Where it comes in; undefined where it begins as the settings say. */
  private entry(): EntryPoint | undefined {
    const { left, again } = this;
    return again && left!.playing && left!.line !== null
      ? entryAfter(left!.line, this.died!, monotonic.now())
      : undefined;
  }

  /** From now on a death of this process is answered by another that goes on from here. `quit` is called when somebody quits. */
  watch(ghostnote: Ghostnote, quit: () => void): void {
    const { models } = ghostnote.describe();
    const taker = new SnapshotTaker(models.map(({ ticksPerBeat }) => 4 * ticksPerBeat));
    const write = (): void => this.file.write(() => this.take(taker, ghostnote));
    const pace = () => {
      const { clock, models } = ghostnote.describe();
      return { bpm: clock.bpm, ticksPerBar: models[0].ticksPerBar };
    };
    const hear = (event: MessageOf<'tick'> | MessageOf<'note'>): void => {
      if (taker.add(event, monotonic.now(), pace)) write();
    };
    ghostnote.on('tick', hear);
    ghostnote.on('note', hear);
    ghostnote.on('transport', write);
    ghostnote.on('presets', write);
    ghostnote.on('values', () => {
      this.changed ??= setTimeout(() => {
        this.changed = undefined;
        write();
      }, gatherFor);
    });
    ghostnote.on('models', () => {
      write();
      say({ word: 'changed' });
    });
    process.on('message', (said: ParentWord) => {
      if (said.word === 'quit') quit();
    });
    say({ word: 'ready', http: ghostnote.ports.http });
    this.timer = setInterval(() => {
      if (this.closing || ghostnote.answers()) say({ word: 'alive' });
    }, pulse);
    write();
  }

  /** It is about to end: its threads go, which is no sign that it hangs, and what it has yet to write may take a while. */
  close(): void {
    this.closing = true;
  }

  /** It ends as it should. Resolves when it may say its last. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    clearTimeout(this.changed);
    await this.file.remove();
    const leave = mayLeave();
    say({ word: 'ended' });
    await leave;
  }

  private take(taker: SnapshotTaker, ghostnote: Ghostnote): Snapshot {
    const { osc, http } = ghostnote.ports;
    const { seconds } = this.values as { readonly seconds: number };
    const left = Math.max(1, Math.round(seconds - (monotonic.now() - this.began) / 1e6));
    const values = {
      ...ghostnote.values,
      ...ghostnote.modelFolders,
      'osc-port': osc,
      'http-port': http,
      seconds: seconds === 0 ? 0 : left,
    };
    const { playing, presets } = ghostnote.describe();
    const { paired, fade } = ghostnote;
    return taker.take(values, playing, { paired, preset: presets.current, fade });
  }
}

/** The supervisor says so; or there is none any more. */
function mayLeave(): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) resolve();
    process.once('disconnect', resolve);
    process.on('message', (said: ParentWord) => {
      if (said.word === 'leave') resolve();
    });
  });
}

/** To the supervisor, which may be gone. */
function say(word: ChildWord): void {
  if (process.connected) process.send?.(word, undefined, undefined, () => undefined);
}

const nowhere = (): undefined => undefined;

/** For one that is watched: what it loads before it is called, those of the command line or as they now stand. */
export function valuesToLoad(given: Values): Values {
  return isUnderstudy() ? valuesAgain(given, readSnapshot(fileOf(given))) : given;
}

/** Those of another life after `left`: on the plain engine, as what the one before computed on may be what it died of. */
function valuesAgain(given: Values, left: Snapshot | undefined): Values {
  return { ...given, ...left?.values, ...plainEngine };
}

function fileOf(values: Values): string {
  return join(stateFolder(values['state'] as string).folder, `playing-${placeOf(values)}.json`);
}

/** What no two at a time can have: both network ports, or, where they are picked, the supervisor. */
function placeOf(values: Values): string {
  const ports = [values['osc-port'], values['http-port']] as number[];
  return ports.includes(0) ? `of-${process.ppid}` : ports.join('-');
}
