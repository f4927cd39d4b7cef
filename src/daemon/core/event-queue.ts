export interface Timed {
  readonly pulse: number;
  /** Among events of one pulse, the lower comes first: ends before beginnings. */
  readonly rank: number;
}

/** Events by pulse, then rank, then order of insertion. It holds at most `capacity`. */
export class EventQueue<Event extends Timed> {
  /** The last is due first: removal is at the end, and insertion mostly near the start of few. */
  private readonly events: Event[] = [];

  constructor(private readonly capacity: number) {}

  /** False, and nothing is kept, when it is full. */
  push(event: Event): boolean {
    if (this.events.length >= this.capacity) return false;
    let at = this.events.length;
    while (at > 0 && !isBefore(event, this.events[at - 1]!)) at -= 1;
    this.events.splice(at, 0, event);
    return true;
  }

  peek(): Event | undefined {
    return this.events.at(-1);
  }

  /** The pulse of the first of those of `rank`; Infinity where there is none. Allocates nothing. */
  pulseOf(rank: number): number {
    for (let at = this.events.length - 1; at >= 0; at -= 1)
      if (this.events[at]!.rank === rank) return this.events[at]!.pulse;
    return Infinity;
  }

  pop(): Event | undefined {
    return this.events.pop();
  }

  clear(): void {
    this.events.length = 0;
  }
}

/** Equal events keep their order of insertion: the later one is not before the earlier. */
function isBefore(event: Timed, other: Timed): boolean {
  return event.pulse === other.pulse ? event.rank < other.rank : event.pulse < other.pulse;
}
