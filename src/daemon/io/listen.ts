import { createSocket, type Socket } from 'node:dgram';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Fault } from '../../model/fault.js';

/** Resolves when it listens, and on which port; Fault PORT_TAKEN, and it is closed, where it cannot. */
export function listenUdp(socket: Socket, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => {
      socket.close();
      reject(listenFault(error, 'UDP', host, port, '--osc-port'));
    });
    socket.bind({ port, address: host, exclusive: true }, () => {
      socket.removeAllListeners('error');
      resolve(socket.address().port);
    });
  });
}

/** The same of TCP. */
export function listenTcp(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFault(error, 'TCP', host, port, '--http-port')));
    server.listen({ port, host, exclusive: true }, () => {
      server.removeAllListeners('error');
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Fault PORT_TAKEN where nobody could listen there now. */
export async function requireFreeUdp(port: number, host: string): Promise<void> {
  const socket = createSocket('udp4');
  await listenUdp(socket, port, host);
  await new Promise<void>((resolve) => socket.close(() => resolve()));
}

/** The same of TCP. */
export async function requireFreeTcp(port: number, host: string): Promise<void> {
  const server = createServer();
  await listenTcp(server, port, host);
  await new Promise((resolve) => server.close(resolve));
}

/** Why a socket could not listen, with the flag that helps. */
function listenFault(
  error: NodeJS.ErrnoException,
  protocol: 'UDP' | 'TCP',
  host: string,
  port: number,
  flag: string,
): Fault {
  const place = `${protocol} port ${port} of ${host}`;
  const hint = `${flag} 0 picks a free one`;
  if (error.code === 'EADDRINUSE') {
    return new Fault('PORT_TAKEN', `${place} is taken, perhaps by another ghostnote`, {
      hint: `"ghostnote tui" shows one that plays; for one more, ${hint}`,
    });
  }
  return new Fault('PORT_TAKEN', `cannot listen on ${place} (${error.code ?? error.message})`, {
    hint,
    cause: error,
  });
}
