import ws = require('ws');
import type { ClientMessage, ServerMessage } from '../daemon/core/messages.js';

export interface Connection {
  /** Sends, if the connection is up; what is sent while it is down is lost. Does not block. */
  send(message: ClientMessage): void;
  /** Ends it for good. */
  close(): void;
}

export interface ConnectionEvents {
  readonly message: (message: ServerMessage) => void;
  /** It broke, or could not be made; it is tried again after `retryMs`. */
  readonly lost: (retryMs: number) => void;
  /** It asks for a code, or for another one. It is not tried again: guesses are counted. */
  readonly refused: () => void;
}

const firstRetryMs = 100;
const longestRetryMs = 2000;

/**
 * A connection to the daemon at HOST:PORT that mends itself: it tries again after 0.1 s, then twice as long, up to 2 s.
 * A daemon on another machine wants its `code`.
 */
export function connect(address: string, code: string, events: ConnectionEvents): Connection {
  const query = code === '' ? '' : `?code=${encodeURIComponent(code)}`;
  let retryMs = firstRetryMs;
  let timer: NodeJS.Timeout | undefined;
  let socket = attempt();

  function attempt(): ws {
    const made = new ws(`ws://${address}/${query}`, { handshakeTimeout: longestRetryMs });
    made.on('open', () => (retryMs = firstRetryMs));
    made.on('message', (data: Buffer) => {
      const message = parse(data.toString());
      if (message !== null) events.message(message);
    });
    made.on('error', ({ message }) => {
      if (!/response: (401|429)$/.test(message)) return; // `close` follows, and says all that matters.
      made.off('close', again);
      events.refused();
    });
    made.on('close', again);
    return made;
  }

  function again(): void {
    timer = setTimeout(() => (socket = attempt()), retryMs);
    events.lost(retryMs);
    retryMs = Math.min(longestRetryMs, retryMs * 2);
  }

  return {
    send: (message) => {
      if (socket.readyState === ws.OPEN) socket.send(JSON.stringify(message));
    },
    close: () => {
      clearTimeout(timer);
      socket.off('close', again);
      socket.terminate();
    },
  };
}

/** A frame that is not one of our messages is ignored, as the protocol says. */
function parse(text: string): ServerMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    const known = typeof value === 'object' && value !== null && 'type' in value;
    return known ? (value as ServerMessage) : null;
  } catch {
    return null;
  }
}
