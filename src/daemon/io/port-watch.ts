import { readFileSync } from 'node:fs';

/** Milliseconds. A look costs a Linux system the reading of one short file. */
const interval = 250;
/** A port that another program keeps busy gives no sign when it is free. */
const retryInterval = 5000;

export interface PortWatchOptions {
  /** A port that was there is not there now. Likewise called, and before `changed`. */
  readonly gone: () => void;
  /** Ports came or went, or it is time to try again. Called on the calling thread's event loop; must not throw. */
  readonly changed: () => void;
  /** All ports that are wanted are there: nothing to try again. */
  readonly settled: () => boolean;
  /** The names of all ports, where the system has no file of them. Where it throws, they are as they were. */
  readonly list: () => readonly string[];
}

/**
 * Watches MIDI ports come and go; gives how to end it. On Linux it reads the sequencer's own list, since each listing
 * through the library is a client that comes and goes, at which every DAW looks anew. Keeps no process alive.
 */
export function watchPorts({ gone, changed, settled, list }: PortWatchOptions): () => void {
  let known: readonly string[] | undefined;
  let tried = performance.now();
  const listed = (): readonly string[] => {
    try {
      return list();
    } catch {
      return known ?? [];
    }
  };
  const look = (): void => {
    const ports = process.platform === 'linux' ? readClients() : listed();
    const before = known ?? ports;
    known = ports;
    const now = performance.now();
    const retry = !settled() && now - tried > retryInterval;
    if (before.some((port) => !ports.includes(port))) gone();
    if (before.join('\n') !== ports.join('\n') || retry) {
      tried = now;
      changed();
    }
  };
  const timer = setInterval(look, interval);
  timer.unref();
  return () => clearInterval(timer);
}

/** At once: the kernel writes it as it is read, in less time than it takes to ask a thread to wait for it. */
function readClients(): readonly string[] {
  try {
    return portsOf(readFileSync('/proc/asound/seq/clients', 'utf8'));
  } catch {
    return []; // no sequencer, and so no ports
  }
}

/** The ports in `/proc/asound/seq/clients`, as `Client:Port 24:0`. A client that only lists has none. */
export function portsOf(text: string): readonly string[] {
  const ports: string[] = [];
  let [client, number] = ['', ''];
  for (const line of text.split('\n')) {
    const head = /^Client +(\d+) : "(.*)" \[/.exec(line);
    if (head !== null) [number, client] = [head[1]!, head[2]!];
    const port = /^ +Port +(\d+) : "(.*)" \(/.exec(line);
    if (port !== null) ports.push(`${client}:${port[2]!} ${number}:${port[1]!}`);
  }
  return ports;
}
