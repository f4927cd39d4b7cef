import type { IncomingMessage } from 'node:http';
import type { Clock } from '../core/clock.js';
import { GuessLimit } from '../core/guess-limit.js';
import { type AllowList, parseAllowList } from './allow-list.js';
import { isCode, isToken, newToken, type Pairing } from './pairing.js';

export type Verdict =
  | { readonly kind: 'welcome' }
  /** The code was right just now: this cookie spares it the next time. */
  | { readonly kind: 'paired'; readonly cookie: string }
  | { readonly kind: 'stranger'; readonly status: 401 | 429; readonly why: string };

export interface DoorOptions {
  /** Undefined: only this machine comes in. */
  readonly pairing?: Pairing;
  /** Who may send OSC without having paired. */
  readonly allow?: AllowList;
  readonly clock: Clock;
}

/** What of a request is looked at. */
export type Knock = Pick<IncomingMessage, 'headers' | 'url'> & {
  readonly socket: { readonly remoteAddress?: string | undefined };
};

/**
 * Who comes in from the network. This machine always does, at 127.0.0.1. Another device shows the code, in the
 * query (`?code=`), or the cookie it was given for it. OSC has neither, so its messages are taken by
 * address: from devices that have paired, and from those on the list of `--osc-allow`. Main thread only.
 */
export class Door {
  readonly #limit: GuessLimit;
  readonly #allow: AllowList;
  readonly #paired = new Set<string>();

  constructor(private readonly options: DoorOptions) {
    this.#limit = new GuessLimit(options.clock);
    this.#allow = options.allow ?? parseAllowList('');
  }

  /** Page, `/health` and WebSocket. */
  judge(request: Knock): Verdict {
    const address = request.socket.remoteAddress ?? '';
    const { pairing } = this.options;
    if (isThisMachine(address)) return { kind: 'welcome' };
    if (pairing === undefined) return stranger(401, 'this page is for this machine alone');
    if (isToken(pairing, cookieOf(request))) return this.#let(address, { kind: 'welcome' });
    const code = new URLSearchParams(request.url?.replace(/^[^?]*/, '')).get('code');
    if (code === null) return stranger(401, 'type the code that ghostnote shows');
    if (!this.#limit.mayGuess(address)) {
      return stranger(429, 'too many wrong codes: wait a minute');
    }
    if (isCode(pairing, code)) {
      return this.#let(address, { kind: 'paired', cookie: cookieWith(newToken(pairing)) });
    }
    this.#limit.wrong(address);
    return stranger(401, 'that is not the code');
  }

  /** Addresses of devices that have shown code or cookie since the start. */
  get paired(): readonly string[] {
    return [...this.#paired];
  }

  /** Those that had, when another process stood here. */
  readmit(paired: readonly string[]): void {
    for (const address of paired) this.#paired.add(address);
  }

  /** OSC and OSCQuery. */
  allowsOsc(address: string): boolean {
    return isThisMachine(address) || this.#paired.has(address) || this.#allow(address);
  }

  #let(address: string, verdict: Verdict): Verdict {
    this.#paired.add(address);
    return verdict;
  }
}

const cookieName = 'ghostnote';

function stranger(status: 401 | 429, why: string): Verdict {
  return { kind: 'stranger', status, why };
}

/** Sockets of IPv4 only: these are all that a machine has to reach itself by without its network. */
function isThisMachine(address: string): boolean {
  return address.startsWith('127.');
}

function cookieOf({ headers }: Knock): string {
  const pairs = (headers.cookie ?? '').split(/;\s*/);
  const ours = pairs.find((pair) => pair.startsWith(`${cookieName}=`));
  return ours?.slice(cookieName.length + 1) ?? '';
}

/** For a year. Another site cannot send it with anything but a link to the page, and no script reads it. */
function cookieWith(token: string): string {
  return `${cookieName}=${token}; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax`;
}
