import { ofBars, type NamedInput, type Told } from './features.js';

/** Four bars at any grid that is played: as far back as an input may be told of, in ticks. */
const farthest = 256;

/** The last inputs of a part's network: for another to go on from, and for what the bars before were like. L lanes. */
export class LastInputs {
  private inputs: NamedInput[] = [];

  constructor(
    private readonly L: number,
    /** Of the network, in inputs: for each of those the bars before it are known. */
    private readonly window: number,
  ) {}

  get all(): readonly NamedInput[] {
    return this.inputs;
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
    const ahead = new LastInputs(this.L, this.window);
    ahead.inputs = [...this.inputs];
    return ahead;
  }

  /** What the next input is told of the bars before the tick that follows it. */
  barsBefore(ticksPerBar: number): Pick<Told, 'velocityBefore' | 'offsetBefore'> {
    const of = (part: 'velocity' | 'offset'): Float32Array =>
      // An input tells how the tick before the one that follows it was played.
      ofBars(
        this.L,
        (barsAgo) =>
          this.inputs[this.inputs.length + 1 - barsAgo * ticksPerBar]?.told[part] ?? null,
      );
    return { velocityBefore: of('velocity'), offsetBefore: of('offset') };
  }
}
