import { on, once } from 'node:events';
import { WebSocket } from 'ws';
import type { ServerMessage } from '../../src/daemon/core/messages.js';

type MessageOf<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

export interface SocketClient {
  readonly socket: WebSocket;
  send(message: unknown): void;
  /** The next message of a type; those of other types before it are passed over. Fails where the server closes instead. */
  next<T extends ServerMessage['type']>(type: T): Promise<MessageOf<T>>;
}

/** A real WebSocket client of a server on this machine. */
export async function connectSocket(port: number): Promise<SocketClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  const incoming = on(socket, 'message', { close: ['close'] })[Symbol.asyncIterator]();
  await once(socket, 'open');
  return {
    socket,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: async <T extends ServerMessage['type']>(type: T) => {
      for (;;) {
        const { done, value } = (await incoming.next()) as IteratorResult<[Buffer], undefined>;
        if (done === true) throw new Error(`no ${type} came: the server has closed`);
        const [data] = value;
        const message = JSON.parse(data.toString()) as ServerMessage;
        if (message.type === type) return message as MessageOf<T>;
      }
    },
  };
}
