import { describeFault, Fault, messageOf } from '../../model/fault.js';
import { matchPort, ownPrefix } from '../core/port-names.js';

/** A native MIDI port, as RtMidi has it; until it is opened it can only list the ports of others. */
export interface Handle {
  getPortCount(): number;
  getPortName(port: number): string;
  openPort(port: number): void;
  openVirtualPort(name: string): void;
  /** Closes it and gives its sequencer client back, of the 64 that a Linux system has. */
  destroy(): void;
}

export interface AttachmentOptions<Port extends Handle> {
  readonly kind: 'input' | 'output';
  /** What the user calls it. */
  readonly wanted: string;
  /** Whether this system can make ports of its own. */
  readonly canMake: boolean;
  /** What to do where nobody has a port of that name. */
  readonly hint: string;
  /** Why there can be no ports now; undefined where there can. */
  unavailable(): string | undefined;
  create(): Port;
}

/**
 * One port of ours and the one of others that it is connected to. A wanted name that begins with `ghostnote` is made
 * here and stays; any other is looked for at each `attach`, so that a device may come late, go and come back.
 * The calling thread owns it.
 */
export class MidiAttachment<Port extends Handle> {
  /** What it is, or is connected to; null where there is nothing, and `note` then says why and what to do, in one line. */
  name: string | null = null;
  note = '';
  port: Port | null = null;

  constructor(private readonly options: AttachmentOptions<Port>) {}

  /**
   * Connects to what is there now. `leaving` is called before what was there is let go. True where it changed anything,
   * the note included. Blocks for a millisecond or so unless the port is our own and open. Never throws.
   */
  attach(leaving: () => void = () => undefined): boolean {
    const { name, note } = this;
    try {
      this.look(leaving);
    } catch (cause) {
      const busy = `The MIDI ${this.options.kind} "${this.options.wanted}" does not open (${messageOf(cause)})`;
      this.drop(leaving, portNote(busy, 'another program may have it; it is tried again'));
    }
    return name !== this.name || note !== this.note;
  }

  close(): void {
    this.port?.destroy();
    this.port = null;
  }

  private look(leaving: () => void): void {
    const { kind, wanted, canMake, hint } = this.options;
    const missing = this.options.unavailable();
    if (missing !== undefined) {
      this.drop(leaving, missing);
      return;
    }
    const ours = canMake && wanted.startsWith(ownPrefix);
    if (ours && this.port !== null) return;
    const port = this.options.create();
    try {
      const ports = Array.from({ length: port.getPortCount() }, (_, at) => port.getPortName(at));
      const index = ours ? -1 : matchPort(wanted, ports);
      const name = ours ? wanted : (ports[index] ?? null);
      if (name === null) this.drop(leaving, noPortNote(kind, wanted, hint));
      if (name === null || (this.port !== null && name === this.name)) {
        port.destroy();
        return;
      }
      this.drop(leaving, '');
      if (ours) port.openVirtualPort(wanted);
      else port.openPort(index);
      this.name = name;
      this.port = port;
    } catch (cause) {
      port.destroy();
      throw cause;
    }
  }

  private drop(leaving: () => void, note: string): void {
    if (this.port !== null) leaving();
    this.close();
    this.name = null;
    this.note = note;
  }
}

/** Nobody has a port of that name. */
export function noPortNote(kind: 'input' | 'output', wanted: string, hint: string): string {
  return portNote(`No MIDI ${kind} is called "${wanted}" now`, hint);
}

/** One line for people. */
export function portNote(message: string, hint: string): string {
  return describeFault(new Fault('MIDI_UNAVAILABLE', message, { hint }));
}
