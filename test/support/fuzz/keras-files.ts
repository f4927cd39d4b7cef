import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Fault } from '../../../src/model/fault.js';
import { built } from '../built.js';
import { fixture } from '../fixtures.js';
import type { Outcome } from './keras-thread.js';
import type { FuzzTarget } from './target.js';

/** Milliseconds after which the HDF5 library is said to run in circles. */
const patience = 2000;

/**
 * Keras files, in a thread of their own as `readCheckpoint` has it; but it reads on until one of them takes it with it, since
 * to begin one takes as long as to read dozens.
 */
export function kerasFiles(names: readonly string[]): FuzzTarget {
  let thread: Worker | undefined;
  const end = async (): Promise<void> => {
    await thread?.terminate();
    thread = undefined;
  };
  return {
    name: 'hdf5',
    oneIn: 10,
    seeds: names.map((name) => fixture(`keras/${name}`)),
    take: async (bytes) => {
      thread ??= new Worker(built('test/support/fuzz/keras-thread.js'));
      const outcome = await outcomeOf(thread, bytes);
      if (outcome === 'lost') await end();
      else if (outcome === 'taken') return;
      else if (outcome !== 'refused') throw outcome.thrown;
      throw new Fault('KERAS_BROKEN', 'is damaged');
    },
    close: end,
  };
}

/** `lost` where the thread hangs or dies of the file. */
async function outcomeOf(thread: Worker, bytes: Uint8Array): Promise<Outcome | 'lost'> {
  const over = new AbortController();
  const { signal } = over;
  thread.postMessage(bytes);
  const lost = (): 'lost' => 'lost';
  try {
    return await Promise.race([
      // Rejects where the thread says `error`.
      once(thread, 'message', { signal }).then(([outcome]) => outcome as Outcome, lost),
      once(thread, 'exit', { signal }).then(lost, lost),
      wait(patience, undefined, { signal }).then(lost, lost),
    ]);
  } finally {
    over.abort();
  }
}
