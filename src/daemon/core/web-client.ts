import { describeError, Fault, messageOf } from '../../model/fault.js';
import type { Control } from './control.js';
import type { Log } from './log.js';
import type { ServerMessage } from './messages.js';
import { obeyMessage } from './obey-message.js';
import type { OscMessage, OscRequest } from './osc-addresses.js';
import { doPacket } from './osc-packet.js';
import { OscQueryClient } from './osc-query-client.js';

/** What can be sent to a client. Must not throw and must not block. */
export interface WebClientSend {
  text(text: string): void;
  packet(message: OscMessage): void;
}

/**
 * One client on WebSocket. It is greeted in our own protocol (`messages.ts`), as the page and the
 * terminal want it; the first thing it says in OSCQuery's makes it a client of that. One that only
 * OSC lets in is not greeted. What it says wrong is told to it alone, and never throws. Main thread only.
 */
export class WebClient {
  readonly #query: OscQueryClient;
  #speaksQuery: boolean;

  constructor(
    private readonly control: Control,
    private readonly send: WebClientSend,
    private readonly log: Log,
    isGreeted: boolean,
  ) {
    this.#query = new OscQueryClient(control, (message) => send.packet(message));
    this.#speaksQuery = !isGreeted;
    if (isGreeted) this.hear(control.hello());
  }

  hear(message: ServerMessage): void {
    if (this.#speaksQuery) this.#query.hear(message);
    else this.send.text(JSON.stringify(message));
  }

  /** A text frame. */
  obeyText(text: string): void {
    this.#answering(() => {
      const command = oscQueryCommand(text);
      if (command === undefined && !this.#speaksQuery) {
        obeyMessage(this.control, text);
        return;
      }
      this.#speaksQuery = true;
      this.#query.command(command?.COMMAND, command?.DATA);
    });
  }

  /** A binary frame: `unpack` gives the messages of an OSC packet, or throws an Error that says why it is none. */
  obeyPacket(unpack: () => readonly OscRequest[]): void {
    this.#answering(() => {
      const requests = unpackOrFault(unpack);
      this.#speaksQuery = true;
      const obey = (request: OscRequest) => this.#query.obey(request);
      doPacket(requests, this.control.parts, obey, (error) => this.#refuse(error));
    });
  }

  #answering(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error: unknown): void {
    const text = describeError(error);
    const log: ServerMessage = { type: 'log', level: 'error', text };
    this.send.text(JSON.stringify(log));
    if (!(error instanceof Fault)) this.log('error', `a WebSocket client's message: ${text}`);
  }
}

function oscQueryCommand(text: string): { COMMAND: unknown; DATA?: unknown } | undefined {
  if (!text.includes('"COMMAND"')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isCommand = typeof value === 'object' && value !== null && 'COMMAND' in value;
    return isCommand ? value : undefined;
  } catch {
    return undefined; // our own protocol says what is wrong with it
  }
}

function unpackOrFault(unpack: () => readonly OscRequest[]): readonly OscRequest[] {
  try {
    return unpack();
  } catch (error) {
    throw new Fault('BAD_VALUE', `the binary frame is no OSC packet: ${messageOf(error)}`, {
      hint: 'send JSON as text',
    });
  }
}
