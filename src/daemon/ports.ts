import type { Log } from './core/log.js';
import type { Hello } from './core/messages.js';
import { listMidiPorts, type MidiPort } from './io/midi-device.js';
import { watchPorts } from './io/port-watch.js';
import type { PortState } from './threads/thread.js';

export interface PortsOptions {
  /** Main's own. */
  readonly input: MidiPort;
  /** The clock thread's, as it was at the start. */
  readonly output: PortState;
  /** Tells the clock thread to look for its port again; it answers through `Ports.output`. */
  readonly reattachOutput: () => void;
  readonly log: Log;
  /** The state of the ports is another. */
  readonly changed: () => void;
}

/** Both MIDI ports of a daemon: looked for again whenever ports come or go, and told of. Main thread; does not block. */
export class Ports {
  private outputState: PortState;
  private readonly unwatch: () => void;

  constructor(private readonly options: PortsOptions) {
    this.outputState = options.output;
    this.unwatch = watchPorts({
      changed: () => this.look(),
      settled: () => this.outputState.name !== null && options.input.name !== null,
      list: async () => {
        const { inputs, outputs } = await listMidiPorts();
        return [...inputs, ...outputs];
      },
    });
  }

  get state(): Hello['midi'] {
    const { output, input } = { output: this.outputState, input: this.options.input };
    return { out: output.name, in: input.name, note: output.note || input.note };
  }

  /** The clock thread's port is another than before. */
  output(port: PortState): void {
    this.outputState = port;
    this.tell('output', port);
  }

  close(): void {
    this.unwatch();
    this.options.input.close();
  }

  private look(): void {
    this.options.reattachOutput();
    if (this.options.input.attach()) this.tell('input', this.options.input);
  }

  private tell(kind: string, { name, note }: PortState): void {
    const text = name === null ? note : `MIDI ${kind}: "${name}" is there.`;
    this.options.log(name === null ? 'warn' : 'info', text);
    this.options.changed();
  }
}
