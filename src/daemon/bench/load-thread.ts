/** Sends a thousand OSC messages a second to the port in `workerData`, until it is ended. */
import { createSocket } from 'node:dgram';
import { workerData } from 'node:worker_threads';
import { packOsc } from '../io/osc.js';

const socket = createSocket('udp4');
let sent = 0;
setInterval(() => {
  for (let message = 0; message < 10; message++) {
    sent += 1;
    const value = 0.8 + (sent % 40) / 100;
    socket.send(
      packOsc({ address: '/ghostnote/temperature', args: [{ type: 'f', value }] }),
      workerData as number,
      '127.0.0.1',
    );
  }
}, 10);
