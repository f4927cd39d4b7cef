import type { ClockStatus } from './core/clock-status.js';
import type { Micros } from './core/clock.js';
import type { Latency, MidiState } from './core/messages.js';
import { count } from './core/count.js';

/** What `/health` tells machines. Names may be added, never changed. */
export interface Health {
  /** `degraded`: it plays, but somebody should look; `problems` says at what. */
  readonly status: 'ok' | 'degraded';
  readonly problems: readonly string[];
  readonly version: string;
  readonly pid: number;
  readonly uptime_s: number;
  readonly playing: boolean;
  /** Of the model. */
  readonly name: string;
  readonly engine: string;
  readonly device: string;
  readonly clock: ClockStatus;
  readonly midi: MidiState;
  readonly clients: number;
  readonly ticks: number;
  readonly notesOn: number;
  readonly notesOff: number;
  readonly misses: number;
  readonly fallbacks: number;
  readonly latePlans: number;
  readonly droppedNotes: number;
  readonly sendErrors: number;
  readonly modelRestarts: number;
  /** Microseconds. */
  readonly lateness: Latency;
  readonly predict: Latency;
  readonly rss_mb: number;
}

/** What is later is heard. */
const heard: Micros = 10_000;

/**
 * What somebody should look at, a few words each; `before` is how it was half a minute ago, if it was, `first` the device
 * that it began on, and `late` how late notes have left since then.
 */
export function problemsOf(
  now: Omit<Health, 'status' | 'problems'>,
  before: Pick<Health, 'misses' | 'sendErrors' | 'modelRestarts'> | undefined,
  first: string,
  late: Micros,
): string[] {
  const problems: string[] = [];
  const more = (name: 'misses' | 'sendErrors' | 'modelRestarts'): boolean =>
    now[name] > (before?.[name] ?? 0);
  if (now.midi.note !== '') problems.push('no MIDI');
  if (now.clock.state === 'free-wheeling') problems.push('no MIDI clock');
  if (now.clock.state === 'two clocks') problems.push('two MIDI clocks');
  if (now.device !== first) problems.push(`${first} has gone`);
  if (more('misses')) problems.push('plans come late');
  if (more('sendErrors')) problems.push('the MIDI output does not take notes');
  if (more('modelRestarts')) problems.push('the model thread died');
  if (late > heard) problems.push('notes leave late');
  return problems;
}

/** One line of ASCII for a serial console, of 79 characters at most. */
export function statusLine(health: Health): string {
  const { playing, clock, misses, lateness, midi, problems, notesOn } = health;
  const words = [
    `ghostnote ${playing ? 'plays' : 'stopped'}`,
    `${clock.bpm.toFixed(1)} BPM`,
    count(notesOn, 'note'),
    count(misses, 'miss'),
    `late ${(lateness.p99 / 1000).toFixed(1)} ms`,
    problems[0] ?? `to ${midi.outs[0] ?? 'page'}`,
  ];
  return words
    .join(' | ')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 79);
}
