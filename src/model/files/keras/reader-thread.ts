/** Entry of the thread that `readCheckpoint` starts: reads one checkpoint, says what it is, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { Fault } from '../../fault.js';
import { type PlainFault, plainFault } from '../../plain-fault.js';
import type { KerasModel } from './layer.js';
import { readKeras } from './read-keras.js';

/** A model, or why there is none. */
export type Reading = { readonly model: KerasModel } | { readonly fault: PlainFault };

parentPort!.postMessage(await read(workerData as Uint8Array));

async function read(bytes: Uint8Array): Promise<Reading> {
  try {
    return { model: await readKeras(bytes) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: plainFault(error) };
  }
}
