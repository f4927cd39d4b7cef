import type { Log } from './core/log.js';
import type { Hello } from './core/messages.js';
import type { PartPorts } from './core/part-ports.js';
import { listMidiPorts, type MidiIn } from './io/midi-device.js';
import { watchPorts } from './io/port-watch.js';
import type { PortState } from './threads/thread.js';

export interface PortsOptions {
  /** Main's own, the one for notes first. */
  readonly inputs: readonly [MidiIn, ...MidiIn[]];
  /** The clock thread's, as they were at the start. */
  readonly outputs: readonly PortState[];
  /** Which of them each part plays to. */
  readonly of: PartPorts['of'];
  /** Tells the clock thread to look for its ports again; it answers through `Ports.outputs`. */
  readonly reattachOutputs: () => void;
  readonly log: Log;
  /** The state of the ports is another. */
  readonly changed: () => void;
}

/** The MIDI ports of a daemon: looked for again whenever ports come or go, and told of. Main thread; does not block. */
export class Ports {
  private outputStates: readonly PortState[];
  private readonly unwatch: () => void;

  constructor(private readonly options: PortsOptions) {
    this.outputStates = options.outputs;
    this.unwatch = watchPorts({
      gone: () => {
        for (const input of options.inputs) input.liftKeys();
      },
      changed: () => this.look(),
      settled: () => [...options.inputs, ...this.outputStates].every(({ name }) => name !== null),
      list: () => {
        const { inputs, outputs } = listMidiPorts();
        return [...inputs, ...outputs];
      },
    });
  }

  get state(): Hello['midi'] {
    const { outputStates, options } = this;
    const notes = [...outputStates, ...options.inputs].map(({ note }) => note);
    return {
      outs: options.of.map((port) => outputStates[port]!.name),
      in: options.inputs[0].name,
      note: notes.find((note) => note !== '') ?? '',
    };
  }

  /** The clock thread's ports, one of which is another than before. */
  outputs(ports: readonly PortState[]): void {
    const before = this.outputStates;
    this.outputStates = ports;
    for (const [at, port] of ports.entries()) {
      const { name, note } = before[at]!;
      if (port.name !== name || port.note !== note) this.tell('output', port);
    }
  }

  close(): void {
    this.unwatch();
    for (const input of this.options.inputs) input.close();
  }

  private look(): void {
    this.options.reattachOutputs();
    for (const input of this.options.inputs) if (input.attach()) this.tell('input', input);
  }

  private tell(kind: string, { name, note }: PortState): void {
    const text = name === null ? note : `MIDI ${kind}: "${name}" is there.`;
    this.options.log(name === null ? 'warn' : 'info', text);
    this.options.changed();
  }
}
