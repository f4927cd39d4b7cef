import { workerData } from 'node:worker_threads';
import { Ring } from '../../../src/daemon/threads/ring.js';

export interface RingProducerData {
  readonly memory: SharedArrayBuffer;
  readonly fields: number;
  readonly count: number;
}

const { memory, fields, count } = workerData as RingProducerData;
const ring = new Ring(memory, fields);
const record = new Float64Array(fields);
for (let serial = 0; serial < count; serial += 1) {
  record.fill(serial);
  while (!ring.push(record));
}
