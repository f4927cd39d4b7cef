import { constants } from 'node:os';

/**
 * What ends it in order: each signal that a process can answer and that kills one which does not, on the systems that have
 * it. Not those of a fault in the process itself, after which nothing can be relied on (SIGSEGV and its like), nor SIGUSR1,
 * at which Node.js opens its debugger and the music goes on.
 */
const ending = (
  [
    'SIGINT',
    'SIGTERM',
    'SIGHUP',
    'SIGQUIT',
    'SIGBREAK',
    'SIGABRT',
    'SIGALRM',
    'SIGIO',
    'SIGPROF',
    'SIGPWR',
    'SIGSTKFLT',
    'SIGSYS',
    'SIGTRAP',
    'SIGUSR2',
    'SIGVTALRM',
    'SIGXCPU',
  ] as const
).filter((name) => name in constants.signals);

/** At every one of them, not only the first: a second does not cut short what the first began. */
export function onEnding(act: (signal: NodeJS.Signals) => void): void {
  for (const signal of ending) process.on(signal, () => act(signal));
}

/** Exit status of a process that a signal has ended, as a shell says it. */
export function statusOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/**
 * Job control (`Ctrl-Z`, then `fg`): `pause` comes before the process is stopped, and `resume` when it runs again. SIGSTOP,
 * which nothing can answer, does not pass here.
 */
export function onJobControl(pause: () => void, resume: () => void): void {
  if (!('SIGTSTP' in constants.signals)) return;
  let paused = false;
  process.on('SIGTSTP', () => {
    pause();
    paused = true;
    process.kill(process.pid, 'SIGSTOP');
  });
  process.on('SIGCONT', () => {
    if (paused) resume();
    paused = false;
  });
}
