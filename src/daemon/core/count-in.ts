import { straightness } from './clock-find.js';
import type { Micros } from './clock.js';

/** The first beat after the strokes. */
export interface Counted {
  readonly bpm: number;
  readonly at: Micros;
}

/** A key that is struck again so soon has bounced. */
const bounce: Micros = 60_000;
/** Nobody counts slower or faster. */
const slowest = 30;
const fastest = 300;
/** Of the time between two strokes, so much is a stroke of a count off the even line through all of them at most. */
const mostUneven = 0.08;

/** Hears from a player's keys where the music is to begin, and how fast: so many even strokes of one key, and nothing between them. */
export class CountIn {
  private pitch = -1;
  private strokes: Micros[] = [];

  /** A key went down at `at`; gives what was counted where it is the last of `enough` strokes. One stroke alone counts at `tempo`, in BPM. */
  key(pitch: number, at: Micros, enough: number, tempo: number): Counted | undefined {
    if (pitch !== this.pitch) this.clear();
    this.pitch = pitch;
    if (at - (this.strokes.at(-1) ?? -Infinity) < bounce) return undefined;
    this.strokes = [...this.strokes, at].slice(-enough);
    if (this.strokes.length < enough) return undefined;
    const bpm = enough === 1 ? tempo : this.tempo();
    if (bpm === undefined) return undefined;
    const fromMiddle = (enough + 1) / 2;
    const next = Math.round(this.middle + (60_000_000 / bpm) * fromMiddle);
    this.clear();
    return { bpm, at: next };
  }

  /** What was struck counts no more. */
  clear(): void {
    this.pitch = -1;
    this.strokes = [];
  }

  private get middle(): Micros {
    const { strokes } = this;
    return strokes.reduce((sum, at) => sum + at, 0) / strokes.length;
  }

  /** In BPM, to a tenth, by the least squares; undefined where the strokes are no count. */
  private tempo(): number | undefined {
    const { strokes, middle } = this;
    const { interval: beat } = straightness(strokes);
    const first = middle - ((strokes.length - 1) / 2) * beat;
    const off = Math.max(...strokes.map((stroke, at) => Math.abs(stroke - first - at * beat)));
    const bpm = Math.round(600_000_000 / beat) / 10;
    return bpm < slowest || bpm > fastest || off > mostUneven * beat ? undefined : bpm;
  }
}
