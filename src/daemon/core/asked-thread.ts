import { Backlog } from './backlog.js';
import type { TakeRequest } from './conductor-output.js';
import type { TakesOverEntry } from './journal-entry.js';

/** What a model thread was asked and has not answered, in a session that is played again. */
export class AskedThread {
  /** Each with how many were asked before it. */
  private waiting: { readonly request: TakeRequest; readonly index: number }[] = [];
  private asked = 0;
  private over: { readonly taken: number; readonly asked: number; backlog: Backlog } | undefined;

  get length(): number {
    return this.waiting.length;
  }

  /** False where the one that died left no room for it. */
  ask(request: TakeRequest): boolean {
    const { over } = this;
    // Before it could be told that another one goes on: what found no room is of ticks that were played by then.
    if (over !== undefined && this.asked >= over.asked && over.backlog.isBehind(request))
      return false;
    this.add(request, this.asked);
    this.asked += 1;
    return true;
  }

  /** Another one goes on, and finds what the one that died had not taken. `parts` has the number, from 0, of each of its parts. */
  takeOver({ taken, asked, parts: told }: TakesOverEntry, parts: readonly number[]): void {
    const nextOf = (part: number): number => told[parts.indexOf(part)]?.next ?? 0;
    this.over = { taken, asked, backlog: new Backlog(nextOf) };
    const waiting = this.waiting.splice(0);
    for (const { request, index } of waiting) this.add(request, index);
    this.asked = Math.min(this.asked, asked);
  }

  /** Those that it answers next. */
  answer(count: number): TakeRequest[] {
    return this.waiting.splice(0, count).map(({ request }) => request);
  }

  private add(request: TakeRequest, index: number): void {
    const { over } = this;
    if (over === undefined) this.waiting.push({ request, index });
    else if (index >= over.taken) {
      const answered = over.backlog.add(request);
      if (answered !== undefined) this.waiting.push({ request: answered, index });
    }
  }
}
