import type { Played } from '../../model/plan-source.js';
import type { Micros } from './clock.js';
import type { NoteMessage, TickMessage } from './messages.js';
import { PlayedWindow } from './played-window.js';
import type { Fade } from './recall.js';
import type { Values } from './setting.js';
import { ppq, pulsesPerTick, Timeline } from './timeline.js';

/** All that another process needs to play on from here. */
export interface Snapshot {
  /** Of this record; a later one has another number. */
  readonly format: 2;
  /** Settings as they stand, the ports that were picked among them. */
  readonly values: Values;
  readonly playing: boolean;
  /** The last bar line that was played; null before the first. */
  readonly line: BarLine | null;
  /** Of each part, whole bars before that line: its window. Empty before the first. */
  readonly played: readonly Played[];
  /** Every key that was played, 128 times its channel (0 to 15) and its pitch: some of them may sound. */
  readonly keys: readonly number[];
  /** Addresses of devices that have paired: their OSC is heard. */
  readonly paired: readonly string[];
  /** The preset that was recalled or saved last, from which a foot-switch goes on; null where there was none. */
  readonly preset: string | null;
  /** What that preset has yet to bring, over so many bars; null where it is all there. */
  readonly fade: Fade | null;
}

export interface BarLine {
  readonly tick: number;
  /** On the system's clock, which goes on from process to process. */
  readonly at: Micros;
  readonly bpm: number;
  readonly ticksPerBar: number;
  /** Ticks to a whole note. */
  readonly grid: number;
}

/** From which pulse on it plays, when that is, and how fast. */
export interface EntryPoint {
  readonly pulse: number;
  readonly at: Micros;
  readonly bpm: number;
}

/** The first plan needs so long: what is nearer is let pass. */
const lead: Micros = 150_000;
/** Longest silence for the sake of a bar line: where that would be longer it begins on a beat, in its place in the bar. */
const patience: Micros = 2_000_000;
/** The beat of a crash longer ago is nobody's any more; nor is one of another boot of the machine. */
const memory: Micros = 60_000_000;

/** Where the music that broke off at `died` comes in again: as if it had never stopped but for a silence. */
export function entryAfter(line: BarLine, died: Micros, now: Micros): EntryPoint {
  const { bpm, grid, ticksPerBar } = line;
  // Bars are counted from tick 0, whatever metres there were before.
  const pulse = Math.ceil(line.tick / ticksPerBar) * ticksPerBar * pulsesPerTick(grid);
  const since = now - line.at;
  const fresh = since >= 0 && since < memory;
  const timeline = new Timeline(bpm, pulse, fresh ? line.at : now);
  const earliest = timeline.pulseAt(now + lead) + 1;
  const next = (step: number): number => pulse + Math.ceil((earliest - pulse) / step) * step;
  const bar = next(ticksPerBar * pulsesPerTick(grid));
  const at = timeline.microsAt(bar) - died <= patience ? bar : next(ppq);
  return { pulse: at, at: timeline.microsAt(at), bpm };
}

/** Follows what is played, for a snapshot at any time. */
export class SnapshotTaker {
  private readonly windows: readonly PlayedWindow[];
  private readonly keys = new Set<number>();
  private line: BarLine | null = null;

  /** `grids` of all parts: ticks to a whole note. */
  constructor(private readonly grids: readonly number[]) {
    this.windows = grids.map((_, part) => new PlayedWindow(part + 1));
  }

  /** `pace` is asked at bar lines alone. True where what a snapshot would hold is another now: at a bar line, and at a key that was not played before. */
  add(
    event: TickMessage | NoteMessage,
    at: Micros,
    pace: () => Pick<BarLine, 'bpm' | 'ticksPerBar'>,
  ): boolean {
    this.windows[event.part - 1]?.add(event);
    if (event.type === 'note') {
      const before = this.keys.size;
      this.keys.add(128 * (event.channel - 1) + event.pitch);
      return this.keys.size > before;
    }
    if (event.part !== 1 || event.tickInBar !== 0) return false;
    this.line = { tick: event.tick, at, ...pace(), grid: this.grids[0]! };
    return true;
  }

  take(
    values: Values,
    playing: boolean,
    rest: Pick<Snapshot, 'paired' | 'preset' | 'fade'>,
  ): Snapshot {
    const { line, windows, grids } = this;
    const keys = [...this.keys];
    if (line === null) return { format: 2, values, playing, line, played: [], keys, ...rest };
    const played = windows.map((window, part) => ({
      ticks: window.played(true),
      ticksPerBar: (line.ticksPerBar / line.grid) * grids[part]!,
    }));
    return { format: 2, values, playing, line, played, keys, ...rest };
  }
}
