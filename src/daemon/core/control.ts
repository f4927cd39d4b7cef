import { Fault } from '../../model/fault.js';
import type { ClockStatus } from './clock-status.js';
import { parseCommandArgument } from './command-argument.js';
import { type Hello, protocolVersion, type ServerMessage } from './messages.js';
import { nearestName } from './nearest.js';
import { clampSetting, requireSetting } from './parse-settings.js';
import {
  type CommandName,
  commands,
  findCommand,
  groups,
  liveSettings,
  type SettingValue,
  type Values,
} from './settings.js';

/** What only the daemon knows of itself; read anew for each client that connects. */
export type About = Pick<Hello, 'version' | 'model' | 'midi' | 'osc'>;

/** How the daemon hears of what clients want. Called on the main thread; must not throw. */
export interface ControlHooks {
  /** All live values, after one was set. */
  onChange(values: Values): void;
  /** `argument` is of the type that the command's row asks for; undefined where it takes or got none. */
  onCommand(name: CommandName, argument: string | number | undefined): void;
}

export type Subscriber = (message: ServerMessage) => void;

/**
 * Where every client meets the daemon: OSC, WebSocket and terminal set values and give commands here,
 * and hear here what the daemon and the other clients do. Main thread only; never blocks.
 */
export class Control {
  readonly #values: Record<string, SettingValue>;
  readonly #subscribers = new Set<Subscriber>();
  #playing = false;
  #clock: ClockStatus;

  /** `values` are those of the start; settings that are not live are left out. */
  constructor(
    values: Values,
    private readonly about: () => About,
    private readonly hooks: ControlHooks,
  ) {
    this.#values = Object.fromEntries(
      liveSettings.map(({ name, default: fallback }) => [name, values[name] ?? fallback]),
    );
    this.#clock = { state: 'internal', bpm: this.#values.tempo as number, other: 0 };
  }

  /** The live settings as they stand. */
  get values(): Values {
    return { ...this.#values };
  }

  get playing(): boolean {
    return this.#playing;
  }

  get clock(): ClockStatus {
    return this.#clock;
  }

  /** How many listen now. */
  get subscribers(): number {
    return this.#subscribers.size;
  }

  get model(): Hello['model'] {
    return this.about().model;
  }

  /** What a client is told first. */
  hello(): Hello {
    const { values, playing, clock } = this;
    return {
      type: 'hello',
      protocol: protocolVersion,
      ...this.about(),
      settings: liveSettings,
      groups,
      commands,
      values,
      playing,
      clock,
    };
  }

  /**
   * Takes the nearest allowed value and tells every subscriber, the one who asked included, so that
   * a knob turned past its end comes back. Faults: UNKNOWN_NAME, or BAD_VALUE where nothing is near.
   */
  set(name: string, value: unknown): void {
    const clamped = clampSetting(requireSetting(name, liveSettings), value);
    this.#values[name] = clamped;
    this.hooks.onChange(this.values);
    this.publish({ type: 'values', values: { [name]: clamped } });
  }

  /** Faults: UNKNOWN_NAME where there is no such command, BAD_VALUE where the argument is not what it takes. */
  do(name: string, argument?: unknown): void {
    const command = findCommand(name);
    if (command === undefined) throw unknownCommand(name);
    this.hooks.onCommand(command.name, parseCommandArgument(command, argument));
  }

  /** Subscribers must not throw and must not block. Returns how to leave. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  /** From the daemon to every client. What `transport` and `clock` say is remembered for those who come later. */
  publish(message: ServerMessage): void {
    if (message.type === 'transport') this.#playing = message.playing;
    if (message.type === 'clock') {
      const { state, bpm, other } = message;
      this.#clock = { state, bpm, other };
    }
    for (const subscriber of this.#subscribers) subscriber(message);
  }
}

function unknownCommand(name: string): Fault {
  const names = commands.map((command) => command.name);
  const near = nearestName(name, names);
  return new Fault('UNKNOWN_NAME', `there is no command ${JSON.stringify(name.slice(0, 40))}`, {
    hint: near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`,
  });
}
