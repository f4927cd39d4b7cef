import { Fault } from '../../model/fault.js';
import type { ClockStatus } from './clock-status.js';
import { parseCommandArgument } from './command-argument.js';
import { type Hello, protocolVersion, type ServerMessage, type TurnMessage } from './messages.js';
import { clampSetting, hintName, requireSetting } from './parse-settings.js';
import { completeValues, findRow, splitPartName } from './part-settings.js';
import { groups } from './setting-groups.js';
import { type CommandName, commands } from './live-commands.js';
import type { SettingValue, Values } from './setting.js';
import { liveSettings } from './settings.js';

/** What only the daemon knows of itself; read anew for each client that connects, and `models` for what they are told later. */
export type About = Pick<Hello, 'version' | 'models' | 'loadable' | 'midi' | 'osc'> & {
  /** Asks the system for its addresses, which takes a while. */
  phone(): Hello['phone'];
};

/** Runs `act` a moment later, on this thread. */
export type Defer = (act: () => void) => void;

/** How the daemon hears of what clients want. Called on the main thread. */
export interface ControlHooks {
  /** All live values, after some were set. */
  onChange(values: Values): void;
  /**
   * May throw a Fault, which the client who asked is told. `argument` is of the type that the command's row asks for; undefined where it takes or got none. `part`, from 1, is
   * the one it was given to, where each has its own.
   */
  onCommand(name: CommandName, argument: string | number | undefined, part: number): void;
}

export type Subscriber = (message: ServerMessage) => void;

/**
 * Where every client meets the daemon: OSC, WebSocket and terminal set values and give commands here,
 * and hear here what the daemon and the other clients do. Main thread only; never blocks.
 */
export class Control {
  /** How many parts play. */
  readonly parts: number;
  readonly #values: Record<string, SettingValue>;
  /** Set, and not yet told. */
  readonly #changed = new Set<string>();
  readonly #subscribers = new Set<Subscriber>();
  #host: Subscriber = () => undefined;
  #playing = false;
  #clock: ClockStatus;
  readonly #turns = new Map<number, TurnMessage>();
  #presets: Hello['presets'] = { names: [], current: null };
  #learned: Hello['learned'] = { waiting: null, controls: [] };

  /** `values` are those of the start; settings that are not live are left out. */
  constructor(
    values: Values,
    private readonly about: () => About,
    private readonly hooks: ControlHooks,
    /** How long changes are gathered before they are in force: a flood of them is one change. At once unless given. */
    private readonly defer: Defer = (act) => act(),
  ) {
    this.parts = (values['parts'] ?? 1) as number;
    this.#values = { ...completeValues(values, liveSettings, this.parts) };
    this.#clock = { state: 'internal', bpm: this.#values.tempo as number, other: 0 };
  }

  /** The live settings as they stand, now and later: a copy at each look would cost, where there are many parts. */
  get values(): Values {
    return this.#values;
  }

  get playing(): boolean {
    return this.#playing;
  }

  get clock(): ClockStatus {
    return this.#clock;
  }

  /** How many clients listen now. */
  get subscribers(): number {
    return this.#subscribers.size;
  }

  get models(): Hello['models'] {
    return this.about().models;
  }

  /** What a client is told first. */
  hello(): Hello {
    const { playing, clock } = this;
    const about = this.about();
    return {
      type: 'hello',
      protocol: protocolVersion,
      ...about,
      phone: about.phone(),
      settings: liveSettings,
      groups,
      commands,
      values: { ...this.#values },
      playing,
      clock,
      turns: [...this.#turns.values()],
      presets: this.#presets,
      learned: this.#learned,
    };
  }

  /**
   * Takes the nearest allowed value and, when changes are no longer gathered, tells every subscriber, the one who asked included, so that
   * a knob turned past its end comes back. Faults: UNKNOWN_NAME, or BAD_VALUE where nothing is near.
   */
  set(name: string, value: unknown): void {
    const setting = requireSetting(name, liveSettings, this.parts);
    this.#values[setting.name] = clampSetting(setting, value);
    const isFirst = this.#changed.size === 0;
    this.#changed.add(setting.name);
    if (isFirst) this.defer(() => this.apply());
  }

  /** What was set since the last time is in force from now on, and everyone is told. */
  apply(): void {
    if (this.#changed.size === 0) return;
    const values = Object.fromEntries(
      [...this.#changed].map((name) => [name, this.#values[name]!]),
    );
    this.#changed.clear();
    this.hooks.onChange({ ...this.#values });
    this.publish({ type: 'values', values });
  }

  /** Faults: UNKNOWN_NAME where there is no such command, BAD_VALUE where the argument is not what it takes. */
  do(name: string, argument?: unknown): void {
    const { part, name: bare } = splitPartName(name);
    const command = commands.find((row) => row.name === bare);
    if (command === undefined || findRow(name, commands, this.parts) === undefined)
      throw unknownCommand(name, this.parts);
    this.apply(); // what was set before the command counts for it
    this.hooks.onCommand(command.name, parseCommandArgument(command, argument), part);
  }

  /** Subscribers must not throw and must not block. Returns how to leave. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  /** The program that all this runs in hears what clients do, and is none itself. */
  subscribeHost(host: Subscriber): void {
    this.#host = host;
  }

  /** From the daemon to every client. What `transport`, `turn`, `presets`, `learned` and `clock` say is remembered for those who come later. */
  publish(message: ServerMessage): void {
    if (message.type === 'transport') this.#playing = message.playing;
    if (message.type === 'presets') {
      const { names, current } = message;
      this.#presets = { names, current };
    }
    if (message.type === 'learned') {
      const { waiting, controls } = message;
      this.#learned = { waiting, controls };
    }
    if (message.type === 'turn') this.#turns.set(message.part, message);
    if (message.type === 'clock') {
      const { state, bpm, other } = message;
      this.#clock = { state, bpm, other };
    }
    this.#host(message);
    for (const subscriber of this.#subscribers) subscriber(message);
  }
}

function unknownCommand(name: string, parts: number): Fault {
  return new Fault('UNKNOWN_NAME', `there is no command ${JSON.stringify(name.slice(0, 40))}`, {
    hint: hintName(name, commands, parts),
  });
}
