import { Fault } from '../../model/fault.js';
import type { Control } from './control.js';
import type { ServerMessage } from './messages.js';
import { type OscMessage, type OscRequest, parseOsc, renderOsc } from './osc-addresses.js';
import { quote } from './parse-settings.js';

/** Paths that a client may listen to at once. */
const mostListened = 1024;

/**
 * A client of OSCQuery on WebSocket (OSCQuery Proposal, "Bi-directional communication"): it says which
 * addresses it listens to, hears those as OSC packets, and may send OSC packets. Main thread only.
 */
export class OscQueryClient {
  readonly #listened = new Set<string>();

  constructor(
    private readonly control: Control,
    private readonly send: (message: OscMessage) => void,
  ) {}

  /** Does what `{"COMMAND": "LISTEN", "DATA": path}` asks. Fault UNKNOWN_NAME for another command, BAD_VALUE for a path that is none. */
  command(command: unknown, path: unknown): void {
    if (typeof path !== 'string' || !path.startsWith('/')) {
      throw new Fault('BAD_VALUE', 'DATA of the command is no OSC address', {
        hint: '{"COMMAND":"LISTEN","DATA":"/ghostnote/tempo"}',
      });
    }
    if (command === 'LISTEN') this.#listen(path);
    else if (command === 'IGNORE') this.#listened.delete(path);
    else {
      throw new Fault('UNKNOWN_NAME', `there is no command ${quote(command)}`, {
        hint: 'LISTEN or IGNORE',
      });
    }
  }

  /** Does one OSC message. Faults as those of the settings and commands. */
  obey(request: OscRequest): void {
    const meaning = parseOsc(request);
    if (meaning.kind === 'set') this.control.set(meaning.name, meaning.value);
    else if (meaning.kind === 'do') this.control.do(meaning.command, meaning.argument);
    else if (meaning.kind === 'ask') this.#answer(meaning.name);
  }

  hear(message: ServerMessage): void {
    if (this.#listened.size === 0) return;
    for (const each of renderOsc(message, this.control.models[0])) {
      if (this.#listened.has(each.address)) this.send(each);
    }
  }

  /** How it stands is told at once: what does not change would otherwise stay unknown. */
  #listen(path: string): void {
    if (this.#listened.size >= mostListened) {
      throw new Fault('BAD_VALUE', `no more than ${mostListened} addresses are listened to`, {
        hint: 'IGNORE some',
      });
    }
    this.#listened.add(path);
    this.#tell(path);
  }

  #answer(name: string): void {
    const values = { [name]: this.control.values[name]! };
    renderOsc({ type: 'values', values }, this.control.models[0]).forEach(this.send);
  }

  #tell(path: string): void {
    for (const each of renderOsc(this.control.hello(), this.control.models[0])) {
      if (each.address === path) this.send(each);
    }
  }
}
