import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Control } from '../core/control.js';
import type { Log } from '../core/log.js';
import { isOwnRequest } from '../core/loopback.js';
import { listenFault } from './listen-fault.js';
import { type PageFile, readPageFiles } from './page-files.js';
import { serveWebSocket } from './web-socket.js';

export interface HttpOptions {
  /** TCP port; 0 picks a free one. */
  readonly port: number;
  /** Address to listen on; loopback unless given. */
  readonly host?: string;
  readonly log: Log;
  /** What `/health` says; asked anew each time. */
  health(): object;
}

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the page, `/health` and, on any path, the WebSocket. Faults: PORT_TAKEN, FILE_MISSING. */
export async function startHttp(control: Control, options: HttpOptions): Promise<HttpServer> {
  const { port, host = '127.0.0.1', log } = options;
  const files = readPageFiles();
  const sockets = serveWebSocket(control, log);
  const server = createServer((request, response) => {
    if (isOwnRequest(request.headers, host)) answer(request, response, files, options);
    else refuse(response, 403, 'this page is for this machine alone');
  });
  server.on('upgrade', (request, socket, head) => {
    // A peer that resets while it is being refused must not end the daemon.
    socket.on('error', () => socket.destroy());
    if (isOwnRequest(request.headers, host)) sockets.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });
  await listen(server, port, host);
  server.on('error', (error) => log('warn', `HTTP server: ${error.message}`));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      sockets.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** The page may load and reach only what this server serves. */
const safety = {
  'Content-Security-Policy': "default-src 'self'; img-src 'self' data:",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, PageFile>,
  options: HttpOptions,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, 'only GET', { Allow: 'GET, HEAD' });
    return;
  }
  const path = request.url?.replace(/\?.*/, '') ?? '/';
  const file =
    path === '/health'
      ? { type: 'application/json', body: JSON.stringify(options.health()) }
      : files.get(path);
  if (file === undefined) {
    refuse(response, 404, 'no such page');
    return;
  }
  response.writeHead(200, { ...safety, 'Content-Type': file.type });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

function refuse(
  response: ServerResponse,
  status: number,
  why: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${why}\n`);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFault(error, 'TCP', host, port, '--http-port')));
    server.listen({ port, host, exclusive: true }, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}
