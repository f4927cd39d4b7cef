import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How a peer sees its session. */
export interface LinkState {
  /** The others in it. */
  readonly peers: number;
  readonly tempo: number;
  readonly playing: boolean;
  /** The instant of the answer, on CLOCK_MONOTONIC: what `process.hrtime` reads. */
  readonly micros: number;
  /** Of that instant. Whole fours of it are the peer's own affair; the phase, of a quantum of 4 beats, is the session's. */
  readonly beat: number;
  readonly phase: number;
}

/** A program with Ableton's own Link in it, start/stop sync on (`link-peer.cpp`). */
export interface LinkPeer {
  state(): Promise<LinkState>;
  setTempo(bpm: number): Promise<LinkState>;
  play(): Promise<LinkState>;
  stop(): Promise<LinkState>;
  /** Asks until the answer is so; the test's own time-out is the limit. */
  until(holds: (state: LinkState) => boolean): Promise<LinkState>;
  /** Says goodbye to the others. */
  quit(): Promise<void>;
  /** Does not. */
  crash(): Promise<void>;
}

/** By the words of its command. */
export function startLinkPeer([command, ...args]: readonly string[]): LinkPeer {
  const child = spawn(command!, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  child.stdin.on('error', () => undefined); // it may have crashed
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ask = async (line: string) => {
    child.stdin.write(`${line}\n`);
    const answer = await answers.next();
    if (answer.done === true) throw new Error(`the Link peer ended at "${line}"`);
    return JSON.parse(answer.value) as LinkState;
  };
  const end = async (how: () => unknown) => {
    how();
    await closed;
  };
  const crash = () => end(() => child.kill('SIGKILL'));
  return {
    state: () => ask('state'),
    setTempo: (bpm) => ask(`tempo ${bpm}`),
    play: () => ask('play'),
    stop: () => ask('stop'),
    until: async (holds) => {
      for (;;) {
        const state = await ask('state');
        if (holds(state)) return state;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
    quit: () => end(() => child.stdin.end('quit\n')),
    crash,
  };
}
