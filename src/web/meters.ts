import { type ClockStatus, describeLink } from '../daemon/core/clock-status.js';
import type { Hello, Latency, Meters, TurnMessage } from '../daemon/core/messages.js';
import { describeTurn } from '../daemon/core/mode.js';
import { byId } from './element.js';
import { count } from '../daemon/core/count.js';

/** The row of figures at the foot of the page. */
export function showMeters({ lateness, predict, misses, ticks, notesOn, clients }: Meters): void {
  showLatency('lateness', lateness);
  showLatency('predict', predict);
  const missed = byId('misses', HTMLElement);
  missed.textContent = String(misses);
  missed.classList.toggle('bad', misses > 0);
  byId('counts', HTMLElement).textContent =
    `${count(ticks, 'tick')}, ${count(notesOn, 'note')}, ${count(clients, 'client')}`;
}

/** Whose beat it is, in a word, and how fast. */
export function showClock(status: ClockStatus): void {
  const { state, bpm, other } = status;
  const word = byId('clock', HTMLElement);
  word.textContent = state === 'waiting' ? 'waiting' : `${bpm.toFixed(1)} BPM`;
  word.classList.toggle('bad', state === 'free-wheeling' || state === 'two clocks');
  const words: Readonly<Record<typeof state, string>> = {
    internal: 'its own clock',
    waiting: 'for a MIDI clock',
    following: 'follows a MIDI clock',
    'free-wheeling': 'no MIDI clock, goes on alone',
    'two clocks': `two MIDI clocks, not ${other.toFixed(1)} BPM`,
    link: describeLink(other),
    player: 'goes with your tempo',
  };
  byId('clock-state', HTMLElement).textContent = words[state];
}

/** Whose turn it is, in which mode, or why nothing is heard of it. */
export function showTurn({ mode, turn }: TurnMessage, silence: string | null): void {
  byId('turn', HTMLElement).textContent = silence ?? describeTurn(mode, turn);
  byId('turn-mode', HTMLElement).textContent = mode;
}

/** Where it plays to, or why not, and what plays `part`. */
export function showPorts({ midi, osc, models, version }: Hello, part: number): void {
  byId('midi', HTMLElement).textContent = midi.outs[part - 1] ?? 'none';
  const ports = midi.in === null ? '' : `listens to “${midi.in}”`;
  byId('midi-note', HTMLElement).textContent = [ports, midi.note].filter(Boolean).join('. ');
  byId('osc', HTMLElement).textContent = `${osc.port}`;
  byId('model', HTMLElement).textContent = models[part - 1]!.name;
  byId('version', HTMLElement).textContent = version;
}

function showLatency(id: string, { p50, p99, max }: Latency): void {
  byId(id, HTMLElement).textContent = milliseconds(p50);
  byId(`${id}-tail`, HTMLElement).textContent =
    `p99 ${milliseconds(p99)}, worst ${milliseconds(max)}`;
}

function milliseconds(micros: number): string {
  return `${(micros / 1000).toFixed(micros < 10_000 ? 2 : 0)} ms`;
}
