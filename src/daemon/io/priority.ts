import { spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Above whatever runs at 0 beside it, below the desktop's audio servers, which take 70 to 90. */
const realTime = 20;

/**
 * Linux gives each thread a priority of its own, and `setPriority(0)` sets the caller's; elsewhere it would be the whole
 * process's, which is left as it is.
 */
const perThread = process.platform === 'linux';

/** What a user may do where it was refused: the lines of audio distributions. */
export const priorityHint =
  'let your user have it: "@audio - rtprio 95" and "@audio - nice -19" in /etc/security/limits.d/audio.conf, and join the group audio';

/**
 * This process before most others: all its threads (those of the engine, and of the garbage collector that a thread in
 * real time waits for, are older than any of ours), and those they start. Blocks for less than a millisecond; does nothing
 * where the system does not allow it.
 */
export function hurry(): void {
  if (!perThread) return;
  for (const thread of readdirSync('/proc/self/task')) niceness(Number(thread), -11);
}

/** The calling thread before all that are not real time. Does nothing where the system does not allow it. */
export function hurryMost(): void {
  if (perThread) niceness(0, -19);
}

/** A process that was started by one in a hurry is none. */
export function unhurry(pid: number): void {
  if (perThread) niceness(pid, 0);
}

/**
 * The calling thread alone, before everything that is not real time too (SCHED_FIFO, set by util-linux's chrt: Node has no
 * call for it); else as near to that as niceness comes. Blocks for milliseconds: for the birth of a thread. Returns what it
 * got, in words.
 */
export function becomeRealTime(): string {
  if (!perThread) return 'normal priority';
  const thread = readlinkSync('/proc/thread-self').split('/').at(-1)!;
  const { status } = spawnSync('chrt', [
    '--fifo',
    '--reset-on-fork',
    '--pid',
    `${realTime}`,
    thread,
  ]);
  if (status === 0) return `real-time priority ${realTime}`;
  return niceness(0, -19) ? 'nice -19' : 'normal priority';
}

/** `thread` 0 is the caller. False where it is not allowed, or the thread has ended. */
function niceness(thread: number, value: number): boolean {
  try {
    setPriority(thread, value);
    return true;
  } catch {
    return false;
  }
}
