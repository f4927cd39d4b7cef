import type { ClientMessage, ServerMessage } from '../daemon/core/messages.js';

export interface Connection {
  /** What is sent while the connection is down is lost: an old wish is worse than none. */
  send(message: ClientMessage): void;
}

export interface ConnectionEvents {
  message(message: ServerMessage): void;
  down(): void;
}

/** A connection to the daemon that serves this page; it mends itself for as long as the page is open. */
export function connect(events: ConnectionEvents): Connection {
  let retryMs = firstRetryMs;
  let socket = attempt();

  function attempt(): WebSocket {
    const made = new WebSocket(`ws://${location.host}/`);
    made.onmessage = ({ data }) => {
      retryMs = firstRetryMs;
      events.message(JSON.parse(String(data)) as ServerMessage);
    };
    made.onclose = () => {
      events.down();
      setTimeout(() => (socket = attempt()), retryMs);
      retryMs = Math.min(longestRetryMs, retryMs * 2);
    };
    return made;
  }

  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
  };
}

const firstRetryMs = 250;
const longestRetryMs = 2000;
