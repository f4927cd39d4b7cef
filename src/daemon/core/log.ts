import type { Clock, Micros } from './clock.js';
import type { LogMessage } from './messages.js';

/** One line for people, without its end. */
export type Log = (level: LogMessage['level'], text: string) => void;

/** Between two lines on what strangers cause. */
export const sparingInterval: Micros = 5_000_000;

/** A log for what a stranger can cause: one line an interval, which says how many it stands for. */
export function sparing(log: Log, clock: Clock): Log {
  let next = -Infinity;
  let unsaid = 0;
  return (level, text) => {
    const now = clock.now();
    if (now < next) {
      unsaid += 1;
      return;
    }
    log(level, unsaid === 0 ? text : `${text} (and ${unsaid} more like it since the last line)`);
    next = now + sparingInterval;
    unsaid = 0;
  };
}
