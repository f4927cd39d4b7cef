import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, onTestFinished } from 'vitest';
import { linkNetwork, type LinkNetwork } from './link-network.js';
import { findProgram } from './programs.js';
import { sharedFolder } from './scratch-folder.js';

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

/** Where real peers meet. */
export interface LinkPeers extends LinkNetwork {
  start(bpm: number): LinkPeer;
}

const library = '/usr/include/ableton/Link.hpp';
const source = fileURLToPath(new URL('link-peer.cpp', import.meta.url));

/**
 * For all tests of a file: compiles the peer before the first. Undefined, with a line that says why, where there is no
 * C++ compiler, no Link, or no network of their own.
 */
export function linkPeers(): LinkPeers | undefined {
  const compiler = findProgram('g++');
  if (!existsSync(library)) process.stderr.write(`skipping tests of Link: no ${library}\n`);
  if (compiler === undefined || !existsSync(library)) return undefined;
  const network = linkNetwork();
  if (network === undefined) return undefined;
  const folder = sharedFolder();
  const program = () => join(folder(), 'link-peer');
  beforeAll(async () => {
    const flags = ['-std=c++14', '-DLINK_PLATFORM_LINUX', '-pthread', '-Wall', '-Wextra'];
    await promisify(execFile)(compiler, [...flags, '-o', program(), source]);
  }, 120_000);
  return { ...network, start: (bpm) => startPeer([...network.enter(), program(), String(bpm)]) };
}

function startPeer([command, ...args]: readonly string[]): LinkPeer {
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
  onTestFinished(crash);
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
