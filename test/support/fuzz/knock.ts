import { connect } from 'node:net';

/** Milliseconds after which a server that has not let go of a client that said all it will is said to hang. */
const patience = 10_000;

/**
 * Sends these bytes to a server of this process, and no more, and waits for it to hang up. Rejects with what the server
 * threw meanwhile, or where it keeps the connection.
 */
export async function knock(port: number, bytes: Uint8Array): Promise<void> {
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  const socket = connect(port, '127.0.0.1');
  const hung = setTimeout(() => fail(new Error('the connection is kept')), patience);
  process.once('uncaughtException', fail);
  try {
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined); // a server may reset what it refuses
    socket.resume().end(bytes);
    await Promise.race([closed, failed]);
  } finally {
    clearTimeout(hung);
    process.off('uncaughtException', fail);
    socket.destroy();
  }
}
