import type { Clock, Micros } from './clock.js';

/** Wrong guesses that an address has at once, */
export const guessesAtOnce = 5;
/** and how long until it has one more. */
export const guessInterval: Micros = 60_000_000;
const mostGuessers = 1024;

interface Guesser {
  left: number;
  since: Micros;
}

/**
 * How often each address may guess a code. Of 31^6 codes a network of 250 guessers, at it day and
 * night, finds one in three years on average.
 */
export class GuessLimit {
  readonly #guessers = new Map<string, Guesser>();

  constructor(private readonly clock: Clock) {}

  mayGuess(address: string): boolean {
    const guesser = this.#guessers.get(address);
    if (guesser === undefined) return this.#hasRoom();
    this.#refill(guesser);
    return guesser.left >= 1;
  }

  wrong(address: string): void {
    const fresh = { left: guessesAtOnce, since: this.clock.now() };
    const guesser = this.#guessers.get(address) ?? fresh;
    guesser.left -= 1;
    this.#guessers.set(address, guesser);
  }

  #refill(guesser: Guesser): void {
    const now = this.clock.now();
    const gained = (now - guesser.since) / guessInterval;
    guesser.left = Math.min(guessesAtOnce, guesser.left + gained);
    guesser.since = now;
  }

  /** Who has all guesses again need not be remembered. */
  #hasRoom(): boolean {
    if (this.#guessers.size < mostGuessers) return true;
    for (const [address, guesser] of this.#guessers) {
      this.#refill(guesser);
      if (guesser.left === guessesAtOnce) this.#guessers.delete(address);
    }
    return this.#guessers.size < mostGuessers;
  }
}
