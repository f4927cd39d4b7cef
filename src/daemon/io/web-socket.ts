import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import ws = require('ws');
import type { Control } from '../core/control.js';
import { type Log, sparing } from '../core/log.js';
import { WebClient } from '../core/web-client.js';
import { monotonic } from './monotonic.js';
import { packOsc, unpackOsc } from './osc.js';

export interface WebSocketClients {
  /** Takes over a socket that an HTTP server was asked to upgrade. One that is not greeted speaks OSCQuery alone. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, isGreeted: boolean): void;
  close(): void;
}

/** Speaks with every client. What a client does wrong is told to it alone, and never throws. */
export function serveWebSocket(control: Control, everyLine: Log): WebSocketClients {
  const log = sparing(everyLine, monotonic);
  const server = new ws.WebSocketServer({ noServer: true, maxPayload: longestMessage });
  const heartbeat = setInterval(() => {
    for (const client of server.clients) checkPulse(client, log);
  }, heartbeatMs);
  return {
    upgrade(request, socket, head, isGreeted) {
      if (server.clients.size >= mostClients) {
        refuseUpgrade(socket, '503 Service Unavailable');
        log('warn', `a WebSocket client was turned away: ${mostClients} are connected`);
        return;
      }
      server.handleUpgrade(request, socket, head, (client) =>
        serve(client, control, log, isGreeted),
      );
    },
    close() {
      clearInterval(heartbeat);
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

/** Says why, and lets go of the socket: a peer that does not close its side would hold it for ever. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
}

/** Bytes. What a client may say is a name and a value. */
const longestMessage = 4096;
const mostClients = 64;
/** A client that does not answer within this is gone: a phone out of reach, a page that hangs. */
const heartbeatMs = 15_000;
/** Clients that were asked and have not answered. */
const unanswered = new WeakSet<ws>();
/** Bytes waiting for a client that does not read: some minutes of play. Dropped, it connects anew and catches up. */
const mostWaiting = 1 << 20;

function checkPulse(client: ws, log: Log): void {
  if (unanswered.has(client)) {
    client.terminate();
    log('warn', 'a WebSocket client was dropped: it has gone silent');
    return;
  }
  unanswered.add(client);
  client.ping();
}

function serve(client: ws, control: Control, log: Log, isGreeted: boolean): void {
  const send = (frame: string | Uint8Array): void => {
    if (client.readyState !== ws.OPEN) return;
    if (client.bufferedAmount > mostWaiting) {
      client.terminate();
      log('warn', 'a WebSocket client was dropped: it does not read what it is sent');
      return;
    }
    client.send(frame);
  };
  const speaker = new WebClient(
    control,
    { text: send, packet: (message) => send(packOsc(message)) },
    log,
    isGreeted,
  );
  client.on('error', (error) => log('warn', `a WebSocket client was dropped: ${error.message}`));
  client.on('message', (data, isBinary) => {
    if (isBinary) speaker.obeyPacket(() => unpackOsc(data as Buffer).requests);
    else speaker.obeyText(textOf(data));
  });
  client.on('pong', () => unanswered.delete(client));
  client.on(
    'close',
    control.subscribe((message) => speaker.hear(message)),
  );
}

/** The default binary type of ws gives one Buffer a message. */
function textOf(data: ws.RawData): string {
  return (data as Buffer).toString('utf8');
}
