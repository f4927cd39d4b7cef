import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './core/log.js';
import { Restarts } from './core/restarts.js';
import { reportCrash } from './crash-files.js';
import { mostSaid } from './crash-report.js';
import { Foreground } from './foreground.js';
import { monotonic } from './io/monotonic.js';
import { reportToServiceManager } from './io/service-manager.js';
import { onEnding, statusOf } from './signals.js';
import { Understudy } from './understudy.js';
import { version } from './version.js';
import { type ChildWord, type ParentWord, pulse } from './words.js';

/** Signs of life that may be missing, and how many while one that plays on still loads. */
const patience = 3;
const loading = 60;

/** How one life ended. */
interface Death {
  readonly status: number;
  /** Why it has to be begun again; undefined where it ended as it should, or never came to play. */
  readonly cause: string | undefined;
  /** It came to play. */
  readonly ready: boolean;
}

/**
 * Runs this same command line as a process that plays, and lets its understudy play on when it dies or hangs, until one ends
 * by itself or by a signal; with a terminal UI over it, if `screen`. Resolves with its exit status. Signals are handed on. A
 * report of each death goes to the folder `crashes`, and a line to `log`.
 */
export async function supervise(crashes: string, screen: boolean, log: Log): Promise<number> {
  const restarts = new Restarts();
  const understudy = new Understudy();
  let child = understudy.first();
  const signals = handOn(() => child);
  const foreground = new Foreground(screen, () => tell(child, { word: 'quit' }));
  const say = (line: string): void => {
    log('error', `ghostnote: ${line}`);
    foreground.write(`ghostnote: ${line}\n`);
  };
  for (let first = true; ; first = false) {
    const began = performance.now();
    const said = lastWords(child, foreground);
    const { status, cause, ready } = await death(child, !first, (heard) => {
      if (heard.word === 'ready') {
        if (first) reportToServiceManager();
        foreground.show(heard.http);
      }
      if (heard.word === 'ready' || heard.word === 'changed') understudy.prepare();
      if (heard.word === 'ended')
        void foreground.clear().then(() => tell(child, { word: 'leave' }));
    });
    const died = monotonic.now();
    const wait = cause === undefined ? null : restarts.after(died);
    if (wait !== null && wait > 0) await sleep(wait);
    const plays = wait !== null && signals.status === null;
    if (plays) child = understudy.goesOn(died);
    else {
      understudy.end();
      await foreground.clear();
    }
    if (cause === undefined) return status;
    const reported = reportCrash(crashes, began, { version, cause, said: said() }).then(
      (file) => say(`what is known of the death of the process that played is in ${file}`),
      () => undefined,
    );
    if (plays) {
      if (ready) say(`the process that plays died (${cause}); another one plays on.`);
      else say(`the process that was to play on could not begin (${cause}); another one tries.`);
      continue;
    }
    await reported;
    if (signals.status !== null) return signals.status;
    say(`it died again and again (${cause}); it is left so.`);
    return 1;
  }
}

/** A process that has gone hears nothing. */
function tell(child: ChildProcess, word: ParentWord): void {
  if (child.connected) child.send(word, () => undefined);
}

/** Hands signals on to the child of the moment; `status` is that of the last one, as a shell would say it. */
function handOn(child: () => ChildProcess | undefined): { readonly status: number | null } {
  const told: { status: number | null } = { status: null };
  onEnding((signal) => {
    told.status = statusOf(signal);
    child()?.kill(signal);
  });
  return told;
}

/** Hands on what a process says to standard error, and remembers the last of it. */
function lastWords({ stderr }: ChildProcess, foreground: Foreground): () => string {
  let said = '';
  stderr?.setEncoding('utf8');
  stderr?.on('data', (text: string) => {
    foreground.write(text);
    said = (said + text).slice(-mostSaid);
  });
  return () => said;
}

/** `played`: a life before this one has played, so one that cannot begin is a death, too. */
function death(
  child: ChildProcess,
  played: boolean,
  heard: (said: ChildWord) => void,
): Promise<Death> {
  let [ready, ended, silent, hung] = [false, false, 0, false];
  child.on('message', (said: ChildWord) => {
    silent = 0;
    if (said.word === 'ready') ready = true;
    if (said.word === 'ended') ended = true;
    heard(said);
  });
  // Beats are counted, not time: a machine that slept has missed none.
  const watch = setInterval(() => {
    silent += 1;
    const most = ready ? patience : played ? loading : Infinity;
    hung = !ended && silent > most;
    if (hung) child.kill('SIGKILL');
  }, pulse);
  return new Promise((resolve) => {
    child.once('error', ({ message }) => end(1, message));
    child.once('exit', (status, signal) => {
      const code = status ?? statusOf(signal!);
      end(code, hung ? 'it hung' : signal === null ? `status ${code}` : signal);
    });
    const end = (status: number, cause: string): void => {
      clearInterval(watch);
      const died = (played || ready) && !ended;
      resolve({ status, cause: died ? cause : undefined, ready });
    };
  });
}
