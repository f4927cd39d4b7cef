import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { EngineChoice } from '../../model/engine.js';
import { Fault, messageOf } from '../../model/fault.js';
import { faultOf, type PlainFault, plainFault } from '../../model/plain-fault.js';
import { atMost } from '../io/at-most.js';
import type { LoadNews } from './model-loads.js';

/** All that a worker may post: lifecycle only, what is played goes through shared memory. */
export type WorkerMessage =
  | { readonly type: 'waits' }
  | { readonly type: 'ready'; readonly ready: unknown }
  | { readonly type: 'refused'; readonly fault: PlainFault }
  | { readonly type: 'warning'; readonly text: string }
  | { readonly type: 'ports'; readonly ports: readonly PortState[] }
  | { readonly type: 'load'; readonly news: LoadNews }
  | { readonly type: 'moved'; readonly to: EngineChoice };

/** A MIDI port: its name, or null and why there is none. */
export interface PortState {
  readonly name: string | null;
  readonly note: string;
}

export interface ThreadOptions {
  /** For people: `The NAME thread ...`. */
  readonly name: string;
  readonly entry: URL;
  /** Its `workerData`. */
  readonly data: unknown;
  /** It has loaded what it needs, and waits to be told one thing before it is ready. */
  readonly waits?: (tell: (message: unknown) => void) => void;
  readonly warned: (text: string) => void;
  /** All its MIDI ports, one of which is another than before. */
  readonly ports?: ((ports: readonly PortState[]) => void) | undefined;
  /** What came of a model that it was to load. */
  readonly load?: ((news: LoadNews) => void) | undefined;
  /** What it computed on has failed: this computes now. */
  readonly moved?: ((to: EngineChoice) => void) | undefined;
  /** It ended without having been asked to, after it was ready. Called once at most. */
  readonly died: (fault: Fault) => void;
}

/** Milliseconds that a thread is given to end by force. */
const forceTakes = 1000;

/** Of JavaScript's heap, in which neither weights nor tensors lie: a thread that wants more is ill, and dies before the machine does. */
const resourceLimits = { maxOldGenerationSizeMb: 512 };

/**
 * A worker that says when it is ready, and whose every way to die is one Fault: THREAD_DIED. Main only.
 * Before it is ready that Fault, or the one it refused with, is what `start` rejects with.
 */
export class Thread<Ready> {
  /** It has not ended, as far as main has heard. */
  alive = true;

  private ending = false;
  private readonly gone: Promise<void>;

  private constructor(
    private readonly worker: Worker,
    readonly ready: Ready,
  ) {
    this.gone = new Promise((resolve) => {
      worker.once('exit', () => {
        this.alive = false;
        resolve();
      });
    });
  }

  static start<Ready>(options: ThreadOptions): Promise<Thread<Ready>> {
    const worker = new Worker(options.entry, {
      workerData: options.data,
      resourceLimits,
      // Native libraries read it.
      env: SHARE_ENV,
    });
    return new Promise((resolve, reject) => {
      let thread: Thread<Ready> | undefined;
      let over = false;
      const fail = (fault: Fault) => {
        if (over || thread?.ending === true) return;
        over = true;
        if (thread === undefined) reject(fault);
        else options.died(fault);
      };
      worker.on('message', (message: WorkerMessage) => {
        switch (message.type) {
          case 'waits':
            options.waits?.((told) => worker.postMessage(told));
            break;
          case 'ready':
            thread = new Thread(worker, message.ready as Ready);
            resolve(thread);
            break;
          case 'refused':
            fail(faultOf(message.fault));
            break;
          case 'warning':
            options.warned(message.text);
            break;
          case 'ports':
            options.ports?.(message.ports);
            break;
          case 'load':
            options.load?.(message.news);
            break;
          case 'moved':
            options.moved?.(message.to);
            break;
          default:
            fail(died(options.name, `sent what nobody knows: ${JSON.stringify(message)}`));
        }
      });
      worker.on('messageerror', (cause) => fail(died(options.name, cause.message, cause)));
      worker.on('error', (cause) => fail(died(options.name, messageOf(cause), cause)));
      worker.on('exit', (code) =>
        fail(died(options.name, `it ended by itself with status ${code}`)),
      );
    });
  }

  /** Once it is ready. */
  tell(message: unknown): void {
    this.worker.postMessage(message);
  }

  /**
   * Waits for it to end, which it was asked to through shared memory; after `grace` milliseconds it is ended by force. Where
   * native code does not return, which no force ends and each exit of the process waits for, that exit kills the process.
   */
  async end(grace: number): Promise<void> {
    this.ending = true;
    const force = setTimeout(() => void this.worker.terminate(), grace);
    await atMost(grace + forceTakes, this.gone);
    clearTimeout(force);
    if (!this.alive) return;
    process.once('exit', () => {
      if (this.alive) process.kill(process.pid, 'SIGKILL');
    });
  }
}

/** For a worker's entry: what to post when it cannot start. */
export function refusal(cause: unknown): WorkerMessage {
  if (!(cause instanceof Fault)) throw cause;
  return { type: 'refused', fault: plainFault(cause) };
}

function died(name: string, reason: string, cause?: unknown): Fault {
  return new Fault('THREAD_DIED', `The ${name} thread died: ${reason}`, {
    hint: 'restart ghostnote; if it dies again, report it with this line',
    cause,
  });
}
