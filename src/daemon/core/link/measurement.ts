import type { Micros } from '../clock.js';
import { medianOf } from '../median.js';
import type { Endpoint, NodeId, Ping, Pong } from './wire.js';

/** So many differences are enough; two come of each pong but the first. */
const enough = 100;
/** Without a pong for so long it pings again, so many times on end. */
const pongPause: Micros = 50_000;
const mostTries = 5;

/**
 * How far a session's ghost time is ahead of this machine's clock: pings to and fro with one of its peers, and the median of
 * what they tell, so that a datagram which is late now and then counts for nothing.
 */
export class Measurement {
  /** When to be asked to `retry`. */
  due: Micros = 0;
  private readonly differences: number[] = [];
  private tries = 0;

  constructor(
    readonly session: NodeId,
    readonly to: Endpoint,
  ) {}

  /** The first ping, or one more where no pong came; undefined after too many. */
  retry(now: Micros): Ping | undefined {
    if (this.tries === mostTries) return undefined;
    this.tries += 1;
    return this.ping(now, undefined);
  }

  /** The next ping; undefined where `offset` is known. */
  hear({ ghostTime, hostTime, ghostBefore }: Pong, now: Micros): Ping | undefined {
    this.tries = 0;
    if (ghostTime !== 0 && hostTime !== 0) {
      this.differences.push(ghostTime - (now + hostTime) / 2);
      if (ghostBefore !== undefined && ghostBefore !== 0)
        this.differences.push((ghostTime + ghostBefore) / 2 - hostTime);
    }
    return this.differences.length > enough ? undefined : this.ping(now, ghostTime);
  }

  /** Ghost time less host time. */
  get offset(): Micros {
    return Math.round(medianOf(this.differences));
  }

  private ping(now: Micros, ghostBefore: number | undefined): Ping {
    this.due = now + pongPause;
    return { type: 'ping', hostTime: now, ghostBefore };
  }
}
