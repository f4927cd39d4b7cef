/** Entry of a thread that reads one Keras file after another, and says what came of each. */
import { parentPort } from 'node:worker_threads';
import { Fault } from '../../../src/model/fault.js';
import { convertModel } from '../../../src/model/files/keras/convert.js';
import { readKeras } from '../../../src/model/files/keras/read-keras.js';

/** A file was taken, or refused as it should be; else what was thrown. */
export type Outcome = 'taken' | 'refused' | { readonly thrown: unknown };

parentPort!.on('message', (bytes: Uint8Array) => {
  void outcomeOf(bytes).then((outcome) => parentPort!.postMessage(outcome));
});

async function outcomeOf(bytes: Uint8Array): Promise<Outcome> {
  try {
    convertModel(await readKeras(bytes));
    return 'taken';
  } catch (error) {
    return error instanceof Fault ? 'refused' : { thrown: error };
  }
}
