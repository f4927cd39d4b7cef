import { describeError, Fault } from '../../model/fault.js';
import type { Clock, Micros } from './clock.js';
import type { Control } from './control.js';
import type { Log } from './log.js';
import type { ServerMessage } from './messages.js';
import {
  type OscMeaning,
  type OscMessage,
  type OscRequest,
  parseOsc,
  prefix,
  renderOsc,
  renderOscError,
} from './osc-addresses.js';
import { doPacket } from './osc-packet.js';
import { OscTold } from './osc-told.js';
import type { SettingValue } from './setting.js';

/** Where an OSC client speaks from, and so where it is answered unless it names another port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export type OscSend = (to: Endpoint, message: OscMessage) => void;

/** UDP has no good-bye: a client that says nothing for so long is told no more, until it speaks again. */
export const peerSilence: Micros = 60_000_000;
/** A script that opens a socket a message leaves many behind; the one longest silent makes room. */
export const mostPeers = 32;

interface Peer extends Endpoint {
  heard: Micros;
  readonly told: OscTold;
  readonly leave: () => void;
}

/** Who talks OSC to us: does what they ask, and tells them of what the daemon and other clients do. */
export class OscPeers {
  readonly #peers = new Map<string, Peer>();
  /** Where those listen who do not where they speak from, by that; who greeted last is last. */
  readonly #ears = new Map<string, Endpoint>();

  constructor(
    private readonly control: Control,
    private readonly clock: Clock,
    private readonly send: OscSend,
    private readonly log: Log,
  ) {}

  /** Does what a packet asks. A new client is first told every value. What cannot be done is answered with why. Never throws. */
  hear(from: Endpoint, requests: readonly OscRequest[]): void {
    const obey = (request: OscRequest) => this.#obey(from, parseOsc(request));
    doPacket(withOneHello(requests), this.control.parts, obey, (error) => {
      const text = describeError(error);
      this.send(this.#earOf(from), renderOscError(text));
      const level = error instanceof Fault ? 'warn' : 'error';
      this.log(level, `OSC from ${from.address}:${from.port}: ${text}`);
    });
  }

  #obey(from: Endpoint, meaning: OscMeaning): void {
    if (meaning.kind === 'hello') {
      const to = meaning.port === undefined ? this.#earOf(from) : { ...from, port: meaning.port };
      this.#peers.get(keyOf(to))?.leave();
      this.#ears.delete(keyOf(from));
      if (to.port !== from.port) {
        this.#peers.get(keyOf(from))?.leave();
        const [oldest] = this.#ears.keys();
        if (this.#ears.size >= mostPeers) this.#ears.delete(oldest!);
        this.#ears.set(keyOf(from), to);
      }
      this.#welcome(to);
      return;
    }
    const peer = this.#welcome(this.#earOf(from));
    switch (meaning.kind) {
      case 'ask':
        this.#tellValue(peer, meaning.name);
        return;
      case 'set':
        if (peer.told.hear(meaning.name, meaning.value))
          this.control.set(meaning.name, meaning.value);
        else this.#tellValue(peer, meaning.name);
        return;
      case 'do':
        this.control.do(meaning.command, meaning.argument);
        return;
      case 'nothing':
        return;
    }
  }

  #earOf(from: Endpoint): Endpoint {
    return this.#ears.get(keyOf(from)) ?? from;
  }

  close(): void {
    for (const peer of this.#peers.values()) peer.leave();
  }

  /** A new peer, or one that comes back after its silence, is told how all stands. */
  #welcome({ address, port }: Endpoint): Peer {
    const key = keyOf({ address, port });
    const known = this.#peers.get(key);
    if (known !== undefined) {
      known.heard = this.clock.now();
      return known;
    }
    if (this.#peers.size >= mostPeers) this.#forget(this.#longestSilent());
    const unsubscribe = this.control.subscribe((message) => this.#pass(peer, message));
    const leave = (): void => {
      unsubscribe();
      this.#peers.delete(key);
    };
    const peer: Peer = {
      address,
      port,
      heard: this.clock.now(),
      told: new OscTold(this.clock),
      leave,
    };
    this.#peers.set(key, peer);
    this.#tell(peer, this.control.hello());
    return peer;
  }

  /** It is told no more, and who named it as a listener is answered where it speaks from. */
  #forget(peer: Peer): void {
    peer.leave();
    for (const [from, ear] of this.#ears) if (keyOf(ear) === keyOf(peer)) this.#ears.delete(from);
  }

  #longestSilent(): Peer {
    return [...this.#peers.values()].reduce((a, b) => (b.heard < a.heard ? b : a));
  }

  #pass(peer: Peer, message: ServerMessage): void {
    if (this.clock.now() - peer.heard > peerSilence) this.#forget(peer);
    else if (message.type === 'values') this.#tellNews(peer, message.values);
    else this.#tell(peer, message);
  }

  #tellValue(peer: Peer, name: string): void {
    this.#tell(peer, { type: 'values', values: { [name]: this.control.values[name]! } });
  }

  #tellNews(peer: Peer, values: Readonly<Record<string, SettingValue>>): void {
    const news = Object.entries(values).filter(([name, value]) => !peer.told.knows(name, value));
    this.#tell(peer, { type: 'values', values: Object.fromEntries(news) });
  }

  #tell(peer: Peer, message: ServerMessage): void {
    if (message.type === 'values' || message.type === 'hello') {
      for (const [name, value] of Object.entries(message.values)) peer.told.tell(name, value);
    }
    for (const each of renderOsc(message, this.control.models[0])) this.send(peer, each);
  }
}

function keyOf({ address, port }: Endpoint): string {
  return `${address}:${port}`;
}

/** It is answered with all there is, so that a packet full of them would keep the thread busy for long: the last counts. */
function withOneHello(requests: readonly OscRequest[]): readonly OscRequest[] {
  const last = requests.findLast(isHello);
  return requests.filter((request) => request === last || !isHello(request));
}

function isHello({ address }: OscRequest): boolean {
  return address === `${prefix}hello`;
}
