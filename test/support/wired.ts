import { existsSync, readFileSync } from 'node:fs';
import { built } from './built.js';
import { type Running, startGhostnote } from './ghostnote.js';
import type { Sent } from './notes.js';

/** A daemon in a process of its own, and what leaves it on MIDI. */
export interface Wired extends Running {
  /** All that every process of it has sent so far, in order. */
  sent(): readonly Sent[];
}

/** What a daemon's environment needs for a MIDI driver that writes to `file`. */
export function wiredTo(
  file: string,
  driver = 'wire',
): { readonly WIRE: string; readonly NODE_OPTIONS: string } {
  return { WIRE: file, NODE_OPTIONS: `--import ${built(`test/support/${driver}.js`).href}` };
}

/** All messages in `file`, in order. */
export function sentTo(file: string): readonly Sent[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Sent);
}

/** `ghostnote ARGS`, with a MIDI driver (`wire.ts`, or one that brings it) that writes to `file`. */
export function startWired(
  file: string,
  args: readonly string[],
  driver = 'wire',
  env: NodeJS.ProcessEnv = {},
): Wired {
  const running = startGhostnote(args, '', '.', { ...wiredTo(file, driver), ...env });
  return { ...running, sent: () => sentTo(file) };
}
