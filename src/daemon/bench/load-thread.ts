/** Sends OSC messages to one setting, at the rate and port of `workerData`, until it is ended. */
import { createSocket } from 'node:dgram';
import { workerData } from 'node:worker_threads';
import { packOsc } from '../io/osc.js';

const { port, rate } = workerData as { readonly port: number; readonly rate: number };
const socket = createSocket('udp4');
const began = performance.now();
let sent = 0;
setInterval(() => {
  // What a busy machine did not let it send in time it sends now.
  for (; sent < ((performance.now() - began) / 1000) * rate; sent += 1) {
    const value = 0.8 + (sent % 40) / 100;
    socket.send(
      packOsc({ address: '/ghostnote/temperature', args: [{ type: 'f', value }] }),
      port,
      '127.0.0.1',
    );
  }
}, 10);
