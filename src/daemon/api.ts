import { EventEmitter } from 'node:events';
import { describeFault, Fault } from '../model/fault.js';
import type { Log } from './core/log.js';
import type { CommandMessage, Hello, ServerMessage } from './core/messages.js';
import { parseSetting, requireSetting } from './core/parse-settings.js';
import type { Fade } from './core/recall.js';
import type { SettingValue, Values } from './core/setting.js';
import { defaults, settings } from './core/settings.js';
import type { Daemon } from './daemon.js';
import { startDaemon } from './start-daemon.js';
import type { Health } from './health.js';
import type { Cue } from './threads/cue.js';
import type { Totals } from './threads/totals.js';

/** What a program that hosts ghostnote imports; `docs/api.md` shows how. */

export { Fault, describeFault };
export type { CommandMessage, Health, Hello, Log, ServerMessage, SettingValue, Totals, Values };
export type { MessageOf, MessageType };

type MessageType = ServerMessage['type'];
type MessageOf<Type extends MessageType> = Extract<ServerMessage, { type: Type }>;

export interface GhostnoteOptions {
  /** Settings by name (`docs/reference.md`); what is left out has its default. */
  readonly settings?: Values;
  /** One line for people, and how grave it is; nothing is printed otherwise. */
  readonly log?: Log;
  /**
   * Where it stands by for another process: it loads what it needs and opens no port, until this tells what that was at when
   * it died. It goes on from there, without `start()`.
   */
  readonly cue?: Promise<Cue> | undefined;
}

/** Why a ghostnote ended by itself. */
export interface Ending {
  /** A client told it to quit, or its clock thread died. */
  readonly why: 'quit' | 'failed';
  /** Where it failed. */
  readonly fault?: Fault;
}

/**
 * Loads the model, opens every port and starts the threads, silent until `start()`. One process may hold several, on ports
 * of their own. Signals are left to the host program.
 *
 * @throws Fault UNKNOWN_NAME or BAD_VALUE for a setting, and what opening fails with: PORT_TAKEN, MODEL_MISSING …
 */
export async function createGhostnote(options: GhostnoteOptions = {}): Promise<Ghostnote> {
  const said = Object.entries(options.settings ?? {}).map(([name, value]) => [
    name,
    parseSetting(
      requireSetting(name, settings),
      value,
      (key, good) => `${key}: ${JSON.stringify(good)}`,
    ),
  ]);
  let end: (ending: Ending) => void = () => undefined;
  const ended = new Promise<Ending>((resolve) => (end = resolve));
  const log = options.log ?? (() => undefined);
  const daemon = await startDaemon({
    values: { ...defaults(), ...(Object.fromEntries(said) as Values) },
    log,
    cue: options.cue,
    quit: () => end({ why: 'quit' }),
    failed: (fault) => end({ why: 'failed', fault }),
  });
  return new Ghostnote(daemon, log, ended);
}

/** A playing ghostnote, within this process. Its methods are called on the thread that created it, and do not block. */
export class Ghostnote {
  readonly #daemon: Daemon;
  readonly #listeners = new EventEmitter();
  #closed: Promise<Totals> | undefined;

  /** Use `createGhostnote`. */
  constructor(
    daemon: Daemon,
    private readonly log: Log,
    /** Resolves when it ends by itself; `close()` is then still the host's to call. */
    readonly ended: Promise<Ending>,
  ) {
    this.#daemon = daemon;
    daemon.control.subscribeHost((message) => this.#tell(message));
  }

  /** Everything there is: model, settings and commands with their ranges, values, ports. */
  describe(): Hello {
    return this.#daemon.control.hello();
  }

  /** UDP port of OSC, TCP port of page and WebSocket. */
  get ports(): { readonly osc: number; readonly http: number } {
    return this.#daemon.ports;
  }

  /** What `/health` tells: counts, latencies, engine, memory, and what somebody should look at. */
  health(): Health {
    return this.#daemon.health();
  }

  /** Whether its threads have come round since this was asked last: false where one hangs, in a driver or an engine. */
  answers(): boolean {
    return this.#daemon.host.answers();
  }

  /** [bucketCount] how many notes left how late, as `core/histogram.ts` has it. */
  lateness(): Float64Array {
    return this.#daemon.host.lateness();
  }

  /** Live settings as they stand. */
  get values(): Values {
    return { ...this.#daemon.control.values };
  }

  /** Where the models are that parts have changed to, by the names of their settings. */
  get modelFolders(): Values {
    return this.#daemon.models.folders;
  }

  /** Addresses of the devices that have paired since the start. */
  get paired(): readonly string[] {
    return this.#daemon.paired;
  }

  /** What the recall of a preset has yet to bring. */
  get fade(): Fade | null {
    return this.#daemon.fade;
  }

  /** Plays, from the top of a bar. */
  start(): void {
    this.do('start');
  }

  /** Ends every note and waits. */
  stop(): void {
    this.do('stop');
  }

  /** The same for a process that is about to be stopped or to die: blocks until it is done, 200 ms at most. */
  endAllNotes(): void {
    this.#daemon.host.endAllNotes();
  }

  /** Takes the nearest value that the setting allows; in force, and told as `values`, within some milliseconds. Faults: UNKNOWN_NAME, BAD_VALUE. */
  set(name: string, value: SettingValue): void {
    this.#daemon.control.set(name, value);
  }

  /** Gives a command of `docs/reference.md`. Faults: UNKNOWN_NAME, BAD_VALUE. */
  do(command: CommandMessage['command'], argument?: string | number): void {
    this.#daemon.control.do(command, argument);
  }

  /**
   * Calls `listener` for each message of a type: `note` and `tick` as they are played, `key` as a player strikes one, `values`,
   * `transport`, `meters` … What it throws is told to the log, and the music goes on. Gives what ends it.
   */
  on<Type extends MessageType>(
    type: Type,
    listener: (message: MessageOf<Type>) => void,
  ): () => void {
    this.#listeners.on(type, listener);
    return () => this.#listeners.off(type, listener);
  }

  /** Ends every note, closes every port and thread. A second call gives the same. */
  close(): Promise<Totals> {
    this.#closed ??= this.#daemon.stop();
    return this.#closed;
  }

  /** Writes all that was played to a MIDI file, once it is closed. Faults: FILE_UNWRITABLE, FILE_UNREADABLE. */
  async record(file: string): Promise<void> {
    await this.#daemon.keeper.record(file);
  }

  /** One listener that throws must not keep the others from hearing. */
  #tell(message: ServerMessage): void {
    for (const listener of this.#listeners.listeners(message.type)) {
      try {
        (listener as (message: ServerMessage) => void)(message);
      } catch (error) {
        // To the host alone: a listener to what is logged may be the one that fails.
        this.log('warn', `a listener to "${message.type}" failed: ${String(error)}`);
      }
    }
  }
}
