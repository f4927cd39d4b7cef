import { type ChildProcess, spawn } from 'node:child_process';
import { freemem } from 'node:os';
import { Fault } from '../model/fault.js';
import type { Micros } from './core/clock.js';
import { monotonic } from './io/monotonic.js';
import { playingArguments } from './playing-process.js';
import type { ParentWord } from './words.js';

/** Set for a process that is watched: `first`, or `again` for one that waits for its call. */
const lifeName = 'GHOSTNOTE_LIFE';
/** Set for it too: when the one that watches began. */
const beganName = 'GHOSTNOTE_BEGAN';

/** Milliseconds for which a process has played before its understudy loads: the start is busy enough. */
const settled = 2000;
/** Bytes that must be free for an understudy, which takes about a quarter of them. */
const roomy = 512 * 2 ** 20;

/** Whether a supervisor watches this process. */
export function isWatched(): boolean {
  return process.env[lifeName] !== undefined;
}

/** When the user started it: this process, or the one that watches it. */
export function startedAt(): Micros {
  const told = process.env[beganName];
  return told === undefined ? monotonic.now() - performance.now() * 1000 : Number(told);
}

/** Whether this process waits to be called, or has been. */
export function isUnderstudy(): boolean {
  return process.env[lifeName] === 'again';
}

/**
 * In a process that is watched: resolves when it is to play, with when the one before died; undefined for the first. Fault
 * LINK_LOST where nobody watches any more.
 */
export function called(): Promise<Micros | undefined> {
  if (!isUnderstudy()) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    process.on('message', (said: ParentWord) => {
      if (said.word === 'play') resolve(said.died);
    });
    onUnwatched(() => reject(new Fault('LINK_LOST', 'the process that watches it is gone')));
  });
}

/** In a process that is watched: calls when nobody watches any more, which may be so already, as when it begins late. */
export function onUnwatched(act: () => void): void {
  if (process.connected) process.once('disconnect', act);
  else act();
}

/**
 * A second process beside the one that plays, on the same command line. It has loaded the model and waits in all its threads:
 * it takes memory and no time.
 */
export class Understudy {
  private child: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** The process that plays first. */
  first(): ChildProcess {
    return begin('first');
  }

  /** In a moment there will be one, with what is played by now; on a machine with little memory there is none. */
  prepare(): void {
    this.end();
    this.timer = setTimeout(() => {
      if (freemem() < roomy) return;
      const child = begin('again');
      this.child = child;
      const gone = () => {
        if (this.child === child) this.child = undefined;
      };
      child.once('exit', gone);
      child.once('error', gone);
    }, settled);
  }

  /** Its call comes; where there is none, a process that has yet to load. */
  goesOn(died: Micros): ChildProcess {
    clearTimeout(this.timer);
    const child = this.child ?? begin('again');
    this.child = undefined;
    const call: ParentWord = { word: 'play', died };
    child.send(call, () => undefined);
    return child;
  }

  end(): void {
    clearTimeout(this.timer);
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }
}

function begin(life: 'first' | 'again'): ChildProcess {
  return spawn(process.execPath, playingArguments(), {
    stdio: ['inherit', 'inherit', 'pipe', 'ipc'],
    env: { ...process.env, [lifeName]: life, [beganName]: String(startedAt()) },
  });
}
