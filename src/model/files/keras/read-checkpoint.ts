import { Worker } from 'node:worker_threads';
import { Fault } from '../../fault.js';
import { faultOf } from '../../plain-fault.js';
import type { KerasModel } from './layer.js';
import type { Reading } from './reader-thread.js';

const hint = 'copy the checkpoint again, or save the model again in Keras';

/**
 * What `readKeras` gives, from a thread of its own: on some damaged files the HDF5 library runs in circles, or out of its
 * memory. Throws `Fault` KERAS_BROKEN or KERAS_UNSUPPORTED; KERAS_BROKEN too after `limit` milliseconds.
 */
export function readCheckpoint(bytes: Uint8Array, limit = 30_000): Promise<KerasModel> {
  const worker = new Worker(new URL('./reader-thread.js', import.meta.url), { workerData: bytes });
  return new Promise<KerasModel>((resolve, reject) => {
    const fail = (message: string, cause?: unknown): void => {
      reject(new Fault('KERAS_BROKEN', message, { hint, cause }));
    };
    const timer = setTimeout(() => {
      fail(`is a damaged HDF5 file: it is not read within ${limit / 1000} s`);
      void worker.terminate();
    }, limit);
    worker.once('message', (reading: Reading) => {
      if ('model' in reading) resolve(reading.model);
      else reject(faultOf(reading.fault));
    });
    worker.once('error', (cause) => fail('is a damaged HDF5 file', cause));
    worker.once('exit', () => {
      clearTimeout(timer);
      fail('is a damaged HDF5 file'); // where nothing was said before
    });
  });
}
