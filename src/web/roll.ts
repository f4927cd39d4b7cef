import type { Player } from './band.js';
import { box, type Frame, glow, modulo, onPaper, type Pen, standOf, xOf, yOf } from './frame.js';
import { type Lane, lanesOf } from './lanes.js';
import { drawPlan, type Intended, intendedAt } from './plan-view.js';
import type { DrawnNote, ScoreStrip } from './score-strip.js';
import { drawStrokes } from './stroke-view.js';

/** Draws what was played as paper that runs left under a pen, and right of the pen what is intended. */
export class Roll {
  readonly #pen: CanvasRenderingContext2D;
  #low = 60;
  #high = 72;
  #frame: Frame | undefined;
  /** All that the last picture was made of. */
  #drawn: readonly unknown[] = [];

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.#pen = canvas.getContext('2d')!;
    canvas.addEventListener('contextrestored', () => (this.#drawn = []));
  }

  /** `now` is the clock's milliseconds. Paper that stands still is not drawn again: a phone's battery would feel it. */
  draw(player: Player, beatsPerBar: number, now: number): void {
    const { model: whole, strip, clock } = player;
    const position = clock.positionAt(now);
    const { clientWidth, clientHeight } = this.canvas;
    const sizes = [clientWidth, clientHeight, devicePixelRatio];
    const drawn = [player, strip.changes, position, beatsPerBar, ...sizes];
    if (drawn.every((each, at) => each === this.#drawn[at])) return;
    this.#drawn = drawn;
    const model = { ...whole, ticksPerBar: beatsPerBar * whole.ticksPerBeat };
    const view = this.#fit();
    if (view.width === 0) return;
    this.#widen(strip);
    const lanes = lanesOf(model, this.#low, this.#high);
    const small = view.width < 640;
    const ahead = Math.ceil(strip.plan.length / model.ticksPerBar);
    const past = Math.max(1, (small ? 2 : 4) - ahead);
    const ticks = model.ticksPerBar * past;
    const gutter = small ? 74 : 104;
    const right = view.width - (small ? 28 : 56);
    const tickWidth = (right - gutter) / (model.ticksPerBar * (past + ahead));
    const head = right - model.ticksPerBar * ahead * tickWidth;
    const frame: Frame = {
      ...view,
      model,
      lanes,
      gutter,
      head,
      top: 30,
      rowHeight: (view.height - 30 - 22) / lanes.rows.length,
      tickWidth,
      position,
      ticks,
    };
    drawRows(this.#pen, frame);
    drawGrid(this.#pen, frame, strip);
    drawNotes(this.#pen, frame, strip.notes);
    drawHeard(this.#pen, frame, strip);
    drawStrokes(this.#pen, frame, strip.strokes);
    drawLabels(this.#pen, frame, strip.notes);
    drawPlan(this.#pen, frame, strip.plan);
    drawHead(this.#pen, frame);
    this.#frame = frame;
  }

  /** The intended note at a place of the canvas, in CSS pixels. */
  intendedAt({ strip }: Player, x: number, y: number): Intended | undefined {
    return this.#frame === undefined ? undefined : intendedAt(this.#frame, strip.plan, x, y);
  }

  /** Matches the canvas to its box and the screen's pixels, and clears it. */
  #fit(): { width: number; height: number } {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const scale = devicePixelRatio;
    const [pixelWidth, pixelHeight] = [Math.round(width * scale), Math.round(height * scale)];
    if (this.canvas.width !== pixelWidth || this.canvas.height !== pixelHeight) {
      this.canvas.width = pixelWidth;
      this.canvas.height = pixelHeight;
    }
    this.#pen.setTransform(scale, 0, 0, scale, 0, 0);
    this.#pen.clearRect(0, 0, width, height);
    return { width, height };
  }

  /** Two octaves at least, and all that is heard. */
  #widen({ notes, strokes }: ScoreStrip): void {
    const pitches = [...notes, ...strokes.filter(({ placed }) => placed)].map(({ pitch }) => pitch);
    if (pitches.length === 0) return;
    const low = Math.min(...pitches) - 1;
    const high = Math.max(...pitches) + 1;
    const missing = Math.max(0, 24 - (high - low));
    this.#low = Math.max(0, low - Math.ceil(missing / 2));
    this.#high = Math.min(127, high + Math.floor(missing / 2));
  }
}

function drawRows(pen: Pen, frame: Frame): void {
  frame.lanes.rows.forEach((lane, row) => {
    pen.fillStyle = lane.dark ? 'rgb(255 255 255 / 0.012)' : 'rgb(255 255 255 / 0.035)';
    pen.fillRect(0, yOf(frame, row), frame.width, frame.rowHeight - 1);
  });
}

/** Lines at ticks, beats and bars; the bars are counted from 1. */
function drawGrid(pen: Pen, frame: Frame, { ticks }: ScoreStrip): void {
  const { model, gutter, height, top } = frame;
  const last = ticks.at(-1);
  const barStart = last === undefined ? 0 : last.tick - last.tickInBar;
  const first = Math.ceil(frame.position - frame.ticks);
  pen.font = `500 11px ${font}`;
  for (let tick = first; tick <= frame.position; tick++) {
    const inBar = modulo(tick - barStart, model.ticksPerBar);
    const x = xOf(frame, tick);
    if (x < gutter) continue;
    const strength = inBar === 0 ? 0.3 : inBar % model.ticksPerBeat === 0 ? 0.11 : 0.035;
    pen.fillStyle = `rgb(170 200 255 / ${strength})`;
    pen.fillRect(x, inBar === 0 ? top - 8 : top, 1, height - top - 22);
    if (inBar !== 0 || last === undefined) continue;
    const bar = last.bar + (tick - barStart) / model.ticksPerBar;
    pen.fillStyle = 'rgb(170 200 255 / 0.55)';
    if (bar >= 0) pen.fillText(String(bar + 1), x + 5, top - 12);
  }
}

function drawNotes(pen: Pen, frame: Frame, notes: readonly DrawnNote[]): void {
  onPaper(pen, frame, () => {
    for (const note of notes) drawNote(pen, frame, note);
  });
}

/** Loudness is brightness and height, being early or late is place. */
function drawNote(pen: Pen, frame: Frame, note: DrawnNote): void {
  const row = frame.lanes.rowOf(note);
  if (row === undefined) return;
  const age = frame.position - note.onset;
  const long = frame.model.material === 'notes';
  const width = Math.max(5, frame.tickWidth * (long ? note.length - 0.15 : 0.6));
  const x = xOf(frame, note.onset);
  if (x + width < frame.gutter || age < -1) return;
  const { hue } = frame.lanes.rows[row]!;
  const { y, height } = standOf(frame, row, note.velocity);
  const fade = 1 - 0.4 * Math.min(1, Math.max(0, age) / frame.ticks);
  const struck = Math.max(0, 1 - Math.max(0, age) / 2.5);
  box(pen, x - 4, y - 4, width + 8, height + 8, 8, glow(hue, 0.16 * note.velocity * fade));
  if (struck > 0) {
    const spread = 6 + 10 * (1 - struck);
    const light = glow(hue, 0.3 * struck * note.velocity);
    box(pen, x - spread, y - spread, width + 2 * spread, height + 2 * spread, 14, light);
  }
  const lightness = 0.6 + 0.2 * note.velocity + 0.15 * struck;
  const alpha = (0.65 + 0.35 * note.velocity) * fade;
  box(pen, x, y, width, height, 4, `oklch(${lightness} ${0.17 - 0.07 * struck} ${hue} / ${alpha})`);
}

/** A strip under the paper: who gave each tick, and which were missed. */
function drawHeard(pen: Pen, frame: Frame, { ticks }: ScoreStrip): void {
  const y = frame.height - 13;
  for (const { tick, heard, missed } of ticks) {
    const x = xOf(frame, tick);
    if (x < frame.gutter) continue;
    const colour = missed ? '#ff5470' : heard === 'player' ? '#ffc35a' : 'rgb(140 240 214 / 0.4)';
    box(pen, x, y, Math.max(2, frame.tickWidth * 0.5), missed ? 7 : 3, 2, colour);
  }
}

/** Names light up as they are struck. */
function drawLabels(pen: Pen, frame: Frame, notes: readonly DrawnNote[]): void {
  const struck = new Map<number, number>();
  for (const note of notes) {
    const age = frame.position - note.onset;
    const row = frame.lanes.rowOf(note);
    if (row === undefined || age < -0.5 || age > 3) continue;
    struck.set(row, Math.max(struck.get(row) ?? 0, (1 - Math.max(0, age) / 3) * note.velocity));
  }
  pen.font = `500 ${frame.gutter < 90 ? 11 : 12.5}px ${font}`;
  pen.textBaseline = 'middle';
  pen.textAlign = 'right';
  frame.lanes.rows.forEach((lane, row) => {
    pen.fillStyle = labelColour(lane, struck.get(row) ?? 0);
    pen.fillText(lane.label, frame.gutter - 14, yOf(frame, row) + frame.rowHeight / 2);
  });
  pen.textBaseline = 'alphabetic';
  pen.textAlign = 'left';
}

function labelColour({ hue }: Lane, light: number): string {
  return `oklch(${0.72 + 0.2 * light} ${0.06 + 0.08 * light} ${hue})`;
}

function drawHead(pen: Pen, frame: Frame): void {
  const { head, top, height } = frame;
  const light = pen.createLinearGradient(head - 36, 0, head, 0);
  light.addColorStop(0, 'rgb(140 240 214 / 0)');
  light.addColorStop(1, 'rgb(140 240 214 / 0.09)');
  pen.fillStyle = light;
  pen.fillRect(head - 36, top, 36, height - top - 22);
  pen.fillStyle = '#8cf0d6';
  pen.fillRect(head, top - 8, 1.5, height - top - 14);
}

const font = 'system-ui, sans-serif';
