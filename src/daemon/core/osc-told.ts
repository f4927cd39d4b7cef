import type { Clock, Micros } from './clock.js';
import type { SettingValue } from './setting.js';

/** How late a client may send back what it was told: a patch on Wi-Fi takes some tens of milliseconds. */
const latestEcho: Micros = 1_000_000;

/**
 * What one OSC client was told of the settings. A client that sends back what it hears (a slider in a patch does) would go
 * round with us for ever: it is not told again what it knows, and what it sends back late does not undo what came since.
 */
export class OscTold {
  /** By setting, what it was told last and has not contradicted since. */
  readonly #last = new Map<string, SettingValue>();
  /** What it has set itself and is yet to be told. */
  readonly #own = new Map<string, unknown>();
  /** By setting, what it was told since it set that itself, and when; the oldest first. */
  readonly #recent = new Map<string, Map<unknown, Micros>>();

  constructor(private readonly clock: Clock) {}

  tell(name: string, value: SettingValue): void {
    const isOwn = this.#own.get(name) === value;
    this.#own.delete(name);
    this.#last.set(name, value);
    if (!isOwn) this.#remember(name, value);
  }

  knows(name: string, value: SettingValue): boolean {
    return this.#last.get(name) === value;
  }

  /** It sets a value: false where it only sends back what it was told before the last. */
  hear(name: string, value: unknown): boolean {
    if (this.#last.get(name) === value) return true;
    const at = this.#recent.get(name)?.get(value) ?? -Infinity;
    if (this.clock.now() - at <= latestEcho) {
      this.#recent.get(name)!.delete(value);
      return false;
    }
    this.#last.delete(name);
    this.#recent.delete(name); // a button that is pressed twice sends nothing back
    this.#own.set(name, value);
    return true;
  }

  #remember(name: string, value: SettingValue): void {
    const now = this.clock.now();
    const values = this.#recent.get(name) ?? new Map<unknown, Micros>();
    values.delete(value);
    values.set(value, now);
    for (const [old, at] of values) {
      if (now - at <= latestEcho) break;
      values.delete(old);
    }
    this.#recent.set(name, values);
  }
}
