import type { Sound } from './codec/codec.js';
import { ofBars, phraseBars, type NamedInput, type Told } from './features.js';

/** Sixteen bars of two whole notes at the finest grid: as far back as an input may be told of, in ticks. */
const farthest = 1024;

/** The last inputs of a part's network: for another to go on from, and for what the bars before were like. L lanes. */
export class LastInputs {
  private inputs: NamedInput[] = [];

  constructor(
    private readonly L: number,
    /** Of the network, in inputs: for each of those the bars before it are known. */
    private readonly window: number,
    private readonly soundOf: (token: string) => Sound,
  ) {}

  get all(): readonly NamedInput[] {
    return this.inputs;
  }

  /** How many of the latest are rests; the start of the stream is one. */
  get rests(): number {
    return this.since((kind) => kind !== 'rest');
  }

  /** How many of the latest began nothing. */
  get waits(): number {
    return this.since((kind) => kind === 'onset');
  }

  push(input: NamedInput): void {
    this.inputs.push(input);
    if (this.inputs.length > this.window + farthest) this.inputs.shift();
  }

  clear(): void {
    this.inputs = [];
  }

  /** The same, to look ahead with. */
  ahead(): LastInputs {
    const ahead = new LastInputs(this.L, this.window, this.soundOf);
    ahead.inputs = [...this.inputs];
    return ahead;
  }

  /**
   * What the next input is told of the bars before the tick that follows it, which is at `position`. A bar before is one that
   * had that position: where the music jumped or began anew in mid-bar, places are still those of the bar.
   */
  barsBefore(position: number): Pick<Told, 'velocityBefore' | 'offsetBefore' | 'soundsBefore'> {
    const then = this.lastAt(position, Math.max(...phraseBars));
    const at = (bars: number): NamedInput | undefined => then[bars - 1];
    const of = (part: 'velocity' | 'offset'): Float32Array =>
      ofBars(this.L, (bars) => at(bars)?.told[part] ?? null);
    const sounds = phraseBars.map((bars) => {
      const token = at(bars)?.token ?? null;
      return token === null ? null : this.soundOf(token);
    });
    return {
      velocityBefore: of('velocity'),
      offsetBefore: of('offset'),
      soundsBefore: sounds,
    };
  }

  /** How many came after the last one that is `meant`. */
  private since(meant: (kind: Sound['kind']) => boolean): number {
    const last = this.inputs.findLastIndex(
      ({ token }) => token !== null && meant(this.soundOf(token).kind),
    );
    return this.inputs.length - 1 - last;
  }

  /** The last `most` inputs that tell what there was at `position` of a bar, the latest first. */
  private lastAt(position: number, most: number): NamedInput[] {
    const found: NamedInput[] = [];
    for (let at = this.inputs.length - 1; at > 0 && found.length < most; at--)
      if (this.inputs[at - 1].told.position === position) found.push(this.inputs[at]);
    return found;
  }
}
