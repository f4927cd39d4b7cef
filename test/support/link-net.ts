import type { Micros } from '../../src/daemon/core/clock.js';
import { LinkNode } from '../../src/daemon/core/link/link-node.js';
import {
  type Endpoint,
  type LinkMessage,
  readMessage,
  writeMessage,
} from '../../src/daemon/core/link/wire.js';
import { dice } from './clock-stamps.js';

/** A machine with a Link node: its clock begins anywhere, and may run fast or slow. */
export interface Machine {
  readonly node: LinkNode;
  readonly endpoint: Endpoint;
  /** What its clock shows at `time` of the network's. */
  readonly clock: (time: Micros) => Micros;
  /** Its clock has stood still for so long. */
  readonly slept: (micros: Micros) => void;
  /** The beat of its session at `time`. */
  readonly beatAt: (time: Micros) => number;
  /** Off: it hears nothing, and nothing of it is heard. */
  connected: boolean;
  changes: number;
  /** Has its node do what is due. */
  readonly advance: () => void;
  /** When it asked to be told the time again. */
  due: Micros;
}

export interface MachineOptions {
  readonly bpm?: number;
  readonly id?: string;
  readonly offset?: Micros;
  /** Millionths by which its clock is fast. */
  readonly fast?: number;
  /** Called when the `state` of its node is another. */
  readonly changed?: () => void;
}

interface Datagram {
  readonly at: Micros;
  readonly to: Machine;
  readonly from: Endpoint;
  readonly bytes: Uint8Array;
}

/** A network of Link nodes in virtual time. What is sent arrives as bytes, late by up to `delay`, or never. */
export class LinkNet {
  now: Micros = 5_000_000;
  delay: Micros = 1000;
  /** Machines look when they asked to, and not every millisecond too. */
  lazy = false;
  /** Of 1: how much is lost. */
  loss = 0;
  /** Whether one is lost. */
  drops: (message: LinkMessage) => boolean = () => false;
  readonly machines: Machine[] = [];
  private readonly roll: () => number;
  private readonly underWay: Datagram[] = [];
  private ids = 0;

  constructor(seed = 1) {
    this.roll = dice(seed);
  }

  add({ bpm = 120, id, offset = 0, fast = 0, changed }: MachineOptions = {}): Machine {
    const endpoint = { address: `10.0.0.${this.machines.length + 1}`, port: 4000 };
    let lost = 0;
    const clock = (time: Micros): Micros => Math.floor(offset - lost + time * (1 + fast / 1e6));
    const newId = (): string => {
      this.ids += 1;
      return this.ids === 1 + this.machines.length && id !== undefined
        ? id
        : (0x7000 + this.ids).toString(16).padStart(16, '0');
    };
    const node = new LinkNode(
      { bpm, now: clock(this.now) },
      newId,
      {
        tellAll: (message) => {
          for (const other of this.machines) this.send(message, machine, other);
        },
        tell: (message, to) => {
          const other = this.machines.find((each) => each.endpoint.address === to.address);
          this.send(message, machine, other!);
        },
      },
      () => {
        machine.changes += 1;
        changed?.();
      },
    );
    const machine: Machine = {
      node,
      endpoint,
      clock,
      slept: (micros) => (lost += micros),
      beatAt: (time) => {
        const { beat, at, bpm } = node.state;
        return beat + ((clock(time) - at) * bpm) / 60_000_000;
      },
      connected: true,
      changes: 0,
      advance: () => (machine.due = node.advance(clock(this.now))),
      due: 0,
    };
    this.machines.push(machine);
    return machine;
  }

  /** Lets so many microseconds pass; each machine looks every millisecond, unless it is `lazy`, and when something comes. */
  run(micros: Micros): void {
    const end = this.now + micros;
    while (this.now < end) {
      this.underWay.sort((a, b) => a.at - b.at);
      const next = Math.min(end, this.now + 1000, this.underWay[0]?.at ?? Infinity);
      this.now = Math.max(this.now, next);
      while (this.underWay[0] !== undefined && this.underWay[0].at <= this.now) {
        const { to, from, bytes } = this.underWay.shift()!;
        const message = readMessage(bytes);
        if (!to.connected || message === undefined) continue;
        to.node.hear(message, from, to.clock(this.now));
        to.advance();
      }
      for (const { clock, due, advance } of this.machines)
        if (!this.lazy || clock(this.now) >= due) advance();
    }
  }

  private send(message: LinkMessage, from: Machine, to: Machine): void {
    if (!from.connected || this.roll() < this.loss || this.drops(message)) return;
    const { endpoint } = from;
    const bytes = writeMessage(message, endpoint);
    const late = Math.round(100 + this.roll() * this.delay);
    this.underWay.push({ at: this.now + late, to, from: endpoint, bytes });
  }
}
