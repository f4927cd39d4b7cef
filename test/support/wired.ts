import { existsSync, readFileSync } from 'node:fs';
import { built } from './built.js';
import { type Running, startGhostnote } from './ghostnote.js';
import type { Sent } from './notes.js';

/** A daemon in a process of its own, and what leaves it on MIDI. */
export interface Wired extends Running {
  /** All that every process of it has sent so far, in order. */
  sent(): readonly Sent[];
}

/** `ghostnote ARGS`, with a MIDI driver that writes to `file`. */
export function startWired(file: string, args: readonly string[]): Wired {
  const preload = `--import ${built('test/support/wire.js').href}`;
  const running = startGhostnote(args, '', '.', { WIRE: file, NODE_OPTIONS: preload });
  const lines = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []);
  return { ...running, sent: () => lines().map((line) => JSON.parse(line) as Sent) };
}
