import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Control } from '../core/control.js';
import type { Log } from '../core/log.js';
import { answerOscQuery, isOscQuery } from '../core/osc-query.js';
import { isOwnRequest } from '../core/own-request.js';
import type { Verdict } from './door.js';
import { shareFairly } from './fair-share.js';
import { listenTcp } from './listen.js';
import { localName } from './lan-address.js';
import { loopback, type Network } from './network.js';
import { type PageFile, readPageFiles } from './page-files.js';
import { refuseUpgrade, serveWebSocket } from './web-socket.js';

export interface HttpOptions {
  /** TCP port; 0 picks a free one. */
  readonly port: number;
  /** Address to listen on, and who comes in; this machine alone unless given. */
  readonly network?: Pick<Network, 'host' | 'door'>;
  readonly log: Log;
  /** What `/health` says; asked anew each time. */
  health(): object;
}

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the page, `/health`, OSCQuery and, on any path, the WebSocket, to whom the network's door lets in.
 * Faults: PORT_TAKEN, FILE_MISSING.
 */
export async function startHttp(control: Control, options: HttpOptions): Promise<HttpServer> {
  const { log } = options;
  const { host, door } = options.network ?? loopback;
  const name = localName();
  const files = readPageFiles();
  const server = createServer({ maxHeaderSize: longestHead }, (request, response) => {
    if (!isOwnRequest(request.headers, name)) refuse(response, 403, foreign);
    else if (request.method !== 'GET' && request.method !== 'HEAD')
      refuse(response, 405, 'only GET', { Allow: 'GET, HEAD' });
    else if (asksOscQuery(request) && door.allowsOsc(request.socket.remoteAddress ?? ''))
      answerQuery(request, response, control);
    else answer(request, response, files, { ...options, verdict: () => door.judge(request) });
  });
  server.maxConnections = mostConnections;
  server.on('connection', shareFairly(mostConnections / 2));
  const port = await listenTcp(server, options.port, host);
  // Not before it listens: where it cannot, nothing is left to close.
  const sockets = serveWebSocket(control, log);
  server.on('upgrade', (request, socket, head) => {
    // A peer that resets while it is being refused must not end the daemon.
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      answerHere(server, request);
      return;
    }
    const verdict = isOwnRequest(request.headers, name) ? door.judge(request) : undefined;
    const byOsc = door.allowsOsc(request.socket.remoteAddress ?? '');
    if (verdict === undefined) refuseUpgrade(socket, '403 Forbidden');
    else if (verdict.kind !== 'stranger') sockets.upgrade(request, socket, head, true);
    else if (byOsc) sockets.upgrade(request, socket, head, false);
    else refuseUpgrade(socket, strangers[verdict.status]);
  });
  server.on('error', (error) => log('warn', `HTTP server: ${error.message}`));
  return {
    port,
    close: () => {
      sockets.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Bytes of a request's head: a cookie or two, of this server and of others on this machine. */
const longestHead = 8192;
/** A page takes some six at once, and gives them back. */
const mostConnections = 256;
const foreign = 'this page answers under its own address alone';
const strangers = { 401: '401 Unauthorized', 429: '429 Too Many Requests' } as const;
/** What the page that asks for the code is made of. */
const free: ReadonlySet<string> = new Set(['/style.css', '/manifest.webmanifest', '/icon.png']);

/** The page may load and reach only what this server serves, and no other site may show it under a button of its own. */
const safety = {
  'Content-Security-Policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, PageFile>,
  options: Pick<HttpOptions, 'health'> & { verdict(): Verdict },
): void {
  const [path] = splitUrl(request);
  const verdict: Verdict = free.has(path) ? { kind: 'welcome' } : options.verdict();
  if (verdict.kind === 'stranger') {
    askForCode(response, verdict, path === '/' ? files.get('/pair.html') : undefined);
    return;
  }
  if (verdict.kind === 'paired') {
    // Once more without the code, so that it stays in no bookmark and no history.
    response.writeHead(303, { ...safety, 'Set-Cookie': verdict.cookie, Location: path });
    response.end();
    return;
  }
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

function splitUrl({ url = '/' }: IncomingMessage): [path: string, query: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

function asksOscQuery(request: IncomingMessage): boolean {
  return isOscQuery(...splitUrl(request), request.headers.accept);
}

function answerQuery(request: IncomingMessage, response: ServerResponse, control: Control): void {
  const { status, json } = answerOscQuery(...splitUrl(request), control.hello());
  response.writeHead(status, { ...safety, 'Content-Type': 'application/json' });
  response.end(json === undefined || request.method === 'HEAD' ? undefined : JSON.stringify(json));
}

function askForCode(
  response: ServerResponse,
  { status, why }: Extract<Verdict, { kind: 'stranger' }>,
  form: PageFile | undefined,
): void {
  if (form === undefined) {
    refuse(response, status, why);
    return;
  }
  response.writeHead(status, { ...safety, 'Content-Type': form.type });
  response.end(String(form.body).replace('%why%', why));
}

/** A request that would rather speak HTTP/2 is answered as if it did not say so (RFC 9110, 7.8), and its connection ends. */
function answerHere(server: Server, request: IncomingMessage): void {
  const { socket } = request;
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.end(() => socket.destroy()));
  server.emit('request', request, response);
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
