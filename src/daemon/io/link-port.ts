import { randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { Clock } from '../core/clock.js';
import { LinkNode } from '../core/link/link-node.js';
import { type Endpoint, type LinkMessage, readMessage, writeMessage } from '../core/link/wire.js';
import type { Log } from '../core/log.js';

/** Where all of Ableton Link meet. */
const everybody: Endpoint = { address: '224.76.78.75', port: 20808 };
/** Milliseconds: networks come and go. */
const lookPause = 5000;

/** Microseconds: while a machine sleeps only its date goes on. To take a date that was set for a sleep does no harm. */
const sleep = 500_000;

/** Whom it meets. */
export interface LinkPlace {
  /** This machine's address in the one network to use; empty is all of them. */
  readonly network: string;
  /** All who have Link on, unless given. */
  readonly group?: Endpoint;
}

export interface LinkPortOptions extends LinkPlace {
  readonly bpm: number;
  readonly clock: Clock;
  readonly log: Log;
  /** `node.state` is another. */
  readonly changed: () => void;
}

/** One way out: a socket on one address of this machine. Others send it their answers, and their pings. */
interface Way {
  readonly socket: Socket;
  readonly endpoint: Endpoint;
  readonly mask: string;
}

/** A Link node among those of the network, until it is closed. Main thread; never blocks. */
export class LinkPort {
  readonly node: LinkNode;
  private readonly group: Endpoint;
  private readonly ways = new Map<string, Way>();
  /** Hears what is told to all. Undefined while a program that does not share has its port. */
  private ear: Socket | undefined;
  private readonly look: NodeJS.Timeout;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  /** How far the date is ahead of the clock. */
  private dateAhead = Infinity;
  private warned = false;
  private told: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: LinkPortOptions) {
    const { bpm, clock, changed, group = everybody } = options;
    this.group = group;
    const newId = (): string => randomBytes(8).toString('hex');
    this.node = new LinkNode(
      { bpm, now: clock.now() },
      newId,
      {
        tellAll: (message) => this.tellAll(message),
        tell: (message, to) => this.tell(message, to),
      },
      changed,
    );
    this.lookAround();
    this.look = setInterval(() => this.lookAround(), lookPause);
  }

  /** After whatever the node was told: what that has it send is sent. */
  advance(): void {
    if (this.closed) return;
    clearTimeout(this.timer);
    const now = this.options.clock.now();
    const ahead = Date.now() * 1000 - now;
    if (ahead - this.dateAhead > sleep) this.node.wake(now);
    this.dateAhead = ahead;
    const next = this.node.advance(now);
    this.timer = setTimeout(() => this.advance(), Math.max(1, (next - now) / 1000));
  }

  /** Says good-bye. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.look);
    clearTimeout(this.timer);
    this.node.leave();
    await this.told; // a socket that closes sends no more
    for (const { socket } of this.ways.values()) socket.close();
    this.ear?.close();
  }

  private lookAround(): void {
    if (this.ear === undefined) this.openEar();
    this.findWays();
  }

  private openEar(): void {
    // Others on this machine listen there too.
    const ear = this.open(() => (this.ear = undefined));
    ear.bind(this.group.port, () => {
      if (this.closed) {
        ear.close();
        return;
      }
      this.ear = ear;
      for (const address of this.ways.keys()) this.join(address);
    });
  }

  private findWays(): void {
    const { network } = this.options;
    const here = Object.values(networkInterfaces())
      .flatMap((addresses = []) => addresses)
      .filter(({ family }) => family === 'IPv4');
    const found = here.filter(({ address }) => network === '' || network === address);
    for (const [address, { socket }] of this.ways) {
      if (found.some((each) => each.address === address)) continue;
      this.ways.delete(address);
      socket.close();
    }
    for (const { address, netmask, internal } of found)
      if (!this.ways.has(address)) this.openWay(address, netmask, internal);
    if (found.length > 0) return;
    const hint = here.map(({ address }) => address).join(' or ') || 'a network, to be found then';
    this.warn(`this machine has no address ${network || 'in any network'}. Hint: it takes ${hint}`);
  }

  /** Who is on this machine too is met on its loopback, and there alone. */
  private openWay(address: string, mask: string, isLoopback: boolean): void {
    const socket = this.open(() => this.ways.delete(address));
    socket.bind({ port: 0, address }, () => {
      if (this.closed) {
        socket.close();
        return;
      }
      try {
        socket.setMulticastInterface(address);
        socket.setMulticastLoopback(isLoopback);
      } catch (error) {
        this.warn(String(error));
      }
      this.ways.set(address, { socket, mask, endpoint: { address, port: socket.address().port } });
      this.join(address);
    });
  }

  /** Somebody may wait to be greeted. */
  private join(address: string): void {
    try {
      this.ear?.addMembership(this.group.address, address);
    } catch (error) {
      // It may have been there before.
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') this.warn(String(error));
    }
    this.node.greet(this.options.clock.now());
    this.advance();
  }

  private open(failed: () => void): Socket {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    socket.on('error', (error) => {
      failed();
      socket.close();
      this.warn(error.message);
    });
    socket.on('message', (bytes, from) => this.hear(bytes, from));
    return socket;
  }

  private hear(bytes: Uint8Array, { address, port }: RemoteInfo): void {
    const message = readMessage(bytes);
    if (message === undefined || this.closed) return;
    this.node.hear(message, { address, port }, this.options.clock.now());
    this.advance();
  }

  private tellAll(message: LinkMessage): void {
    this.told = Promise.all(
      [...this.ways.values()].map((way) => this.send(way, message, this.group)),
    );
  }

  private tell(message: LinkMessage, to: Endpoint): void {
    const ways = [...this.ways.values()];
    const way = ways.find(({ endpoint, mask }) => isNear(endpoint.address, to.address, mask));
    for (const each of way === undefined ? ways : [way]) void this.send(each, message, to);
  }

  private send({ socket, endpoint }: Way, message: LinkMessage, to: Endpoint): Promise<void> {
    const bytes = writeMessage(message, endpoint);
    // A network that went away takes nothing; it is looked for again.
    return new Promise((resolve) => socket.send(bytes, to.port, to.address, () => resolve()));
  }

  private warn(text: string): void {
    if (!this.warned) this.options.log('warn', `Ableton Link: ${text}`);
    this.warned = true;
  }
}

/** Whether two addresses are of one network. */
function isNear(a: string, b: string, mask: string): boolean {
  const [of, to, bits] = [a, b, mask].map((address) => address.split('.').map(Number));
  return bits!.every((bit, at) => (of![at]! & bit) === (to![at]! & bit));
}
