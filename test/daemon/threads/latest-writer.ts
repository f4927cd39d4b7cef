import { workerData } from 'node:worker_threads';
import { Latest } from '../../../src/daemon/threads/latest.js';

export interface LatestWriterData {
  readonly memory: SharedArrayBuffer;
  readonly fields: number;
  readonly count: number;
}

const { memory, fields, count } = workerData as LatestWriterData;
const cell = new Latest(memory);
const values = new Float64Array(fields);
for (let serial = 1; serial <= count; serial += 1) cell.write(values.fill(serial));
