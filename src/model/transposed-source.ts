import type { Codec, HeardNote } from './codec/codec.js';
import { tokenOfPitches } from './codec/frame.js';
import type { Generator } from './generator.js';
import { everything, type Order } from './orders.js';
import type { Past, PlanRequest, PlayedTick, Recall, Successor } from './plan-source.js';
import { LockWarning } from './steer/lock-warning.js';
import type { Controls, TickPlan } from './tick.js';

/**
 * A melody that sounds some semitones from where its model has it, and hears others as far from where they are. Whoever asks
 * speaks of what sounds, tokens too; the model, of what it learned.
 */
class TransposedSource implements Successor {
  /** Semitones, as of the last request. */
  private by: number | undefined;

  constructor(
    private readonly source: Successor,
    readonly codec: Codec,
    private readonly warning: LockWarning,
  ) {}

  async next(request: PlanRequest): Promise<TickPlan> {
    this.warning.hear(request.controls);
    const { transpose } = request.controls;
    const before = this.by ?? transpose;
    this.by = transpose;
    return this.moved(await this.source.next(this.asked(request, before)), transpose);
  }

  async *foresee(ticks: number): AsyncGenerator<TickPlan> {
    for await (const plan of this.source.foresee(ticks)) yield this.moved(plan, this.by ?? 0);
  }

  prepare(): Promise<void> {
    return this.source.prepare();
  }

  recall(recall: Recall): void {
    const { transpose = 0 } = recall.manner;
    const ticks = recall.ticks.map((tick) => this.moved(tick, -transpose));
    this.source.recall({ ...recall, ticks });
  }

  reset(): void {
    this.source.reset();
  }

  get past(): Past {
    return this.source.past;
  }

  follow(past: Past): void {
    this.source.follow(past);
  }

  close(): Promise<void> {
    return this.source.close();
  }

  /** What the model is asked. What was played and heard at the tick before was so in the key of that tick. */
  private asked(request: PlanRequest, before: number): PlanRequest {
    const { heard, played, orders, controls } = request;
    const { transpose } = controls;
    if (before === 0 && transpose === 0) return request;
    return {
      ...request,
      heard: heard && transposeNotes(heard, -before),
      played: played && this.moved(played, -before),
      orders: orders.map((order) => transposeOrder(order, -transpose)),
      controls: transposeLock(controls, -transpose),
    };
  }

  /** The same tick, so many semitones higher: a token of the codec, and its pitches. */
  private moved<T extends PlayedTick>(tick: T, by: number): T {
    if (by === 0 || tick.notes.length === 0) return tick;
    const { codec } = this;
    const notes = transposeNotes(tick.notes, by);
    const token = codec.hear(notes, false)!.token;
    const { pitches } = codec.sound(token);
    if (pitches.length !== notes.length) return { ...tick, token, notes };
    return { ...tick, token, notes: notes.map((note, at) => ({ ...note, pitch: pitches[at] })) };
  }
}

/**
 * `generator`, which sounds as `Controls.transpose` says; drums have no key. `warn` is told where it may play none of its
 * notes, for people.
 */
export function inKey(
  generator: Generator,
  warn: (text: string) => void = () => undefined,
): Successor & Pick<Generator, 'codec'> {
  const { codec, sounds, name } = generator;
  if (codec.spec.material === 'drums') return generator;
  return new TransposedSource(generator, codec, new LockWarning(sounds, name, warn));
}

/** The token of what `token` begins, so many semitones higher. */
export function transposeToken(codec: Codec, token: string, by: number): string {
  const { pitches } = codec.sound(token);
  if (pitches.length === 0 || by === 0) return token;
  return tokenOfPitches(
    codec,
    pitches.map((pitch) => transposed(pitch, by)),
  );
}

function transposeNotes<T extends Pick<HeardNote, 'pitch'>>(notes: readonly T[], by: number): T[] {
  return notes.map((note) => ({ ...note, pitch: transposed(note.pitch, by) }));
}

/** A pitch so many semitones higher; what would leave MIDI's range, an octave less. */
function transposed(pitch: number, by: number): number {
  let moved = pitch + by;
  while (moved > 127) moved -= 12;
  while (moved < 0) moved += 12;
  return moved;
}

function transposeOrder(order: Order, by: number): Order {
  const isPitch = order.kind === 'veto' && order.b !== everything;
  return isPitch ? { ...order, b: transposed(order.b, by) } : order;
}

/** The lock of pitches of `controls`, so many semitones higher. */
function transposeLock(controls: Controls, by: number): Controls {
  const { pitchClasses, lowest, highest } = controls;
  const up = ((by % 12) + 12) % 12;
  const turned = (pitchClasses << up) | (pitchClasses >> (12 - up));
  return {
    ...controls,
    ...{ pitchClasses: turned & 0xfff, lowest: lowest + by, highest: highest + by },
  };
}
