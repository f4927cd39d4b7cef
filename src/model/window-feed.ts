import type { Codec, Frame, Sound } from './codec/codec.js';
import { frameOf } from './codec/frame.js';
import type { Vocabulary } from './codec/vocabulary.js';
import { nothingTold, pieceStyles, type NamedInput, type Told } from './features.js';
import { LastInputs } from './last-inputs.js';
import { startToken, type Architecture } from './net/architecture.js';
import type { Past, PlanRequest, Recall } from './plan-source.js';
import { coin } from './rng.js';
import { heardOnly, type Intent } from './steer/steering.js';
import type { TickPlan } from './tick.js';

export interface WindowFeedOptions {
  readonly architecture: Architecture;
  readonly codec: Codec;
  readonly vocabulary: Vocabulary;
  /** [V] what each token asks for. */
  readonly sounds: readonly Sound[];
  /** Of the network, in inputs. */
  readonly window: number;
  /** Windows of the data, for a network that has no start token. */
  readonly openings: readonly (readonly number[])[];
  /** Fills the empty windows of all that listen, but for the last input. */
  readonly open: (inputs: readonly NamedInput[]) => void;
}

/** A token that the window is fed, and how it was played, where that is known. */
export interface Fed {
  readonly token: number;
  readonly frame: Frame | null;
}

/** What the window of a part was fed, and what it is fed next: what a player did, or what it played itself. */
export class WindowFeed {
  private inputs: LastInputs;
  /** What comes next, if nobody plays: the last plan, or the start of the stream, where there is one. */
  private own: Fed | null;
  /** Tokens to go on from, which are yet to be put after an opening. */
  private prompted: readonly number[] = [];

  constructor(private readonly options: WindowFeedOptions) {
    const { codec, vocabulary, sounds, window } = options;
    this.inputs = new LastInputs(codec.lanes, window, (token) => sounds[vocabulary.id(token)]);
    this.own = this.start();
  }

  /** It has something to go on from. */
  get begun(): boolean {
    return this.own !== null;
  }

  /** Nothing has sounded for so many ticks, or ever. */
  silentFor(ticks: number): boolean {
    return this.inputs.rests >= ticks;
  }

  /** Nothing has begun for so many ticks, or ever. */
  heldFor(ticks: number): boolean {
    return this.inputs.waits >= ticks;
  }

  get silent(): boolean {
    return this.inputs.rests === this.inputs.all.length;
  }

  /** The same, to look ahead with. */
  ahead(): WindowFeed {
    const ahead = new WindowFeed(this.options);
    ahead.inputs = this.inputs.ahead();
    ahead.own = this.own;
    return ahead;
  }

  /** What is to be fed for a request. */
  next({ tick, heard, held, played, orders, controls }: PlanRequest): Fed {
    const own = (this.own ??= this.chooseOpening(controls.seed));
    // What was at the tick before is no part of what it recalls.
    if (tick === 0 || orders.some(({ kind }) => kind === 'recall')) return own;
    const frame = heard === null ? null : this.options.codec.hear(heard, held);
    if (frame !== null) return { token: this.options.vocabulary.id(frame.token), frame };
    // A codec that knows no rest goes on from its own plan where a rest was played for it.
    if (played !== null && this.options.vocabulary.has(played.token)) return this.fedBy(played);
    return own;
  }

  /** Feeds it, for a tick that is meant as `intent` says. Gives the input, with all that the network is told. */
  push(fed: Fed, { position, controls }: PlanRequest, intent: Intent): NamedInput {
    const input = this.inputOf(fed, position, controls, intent);
    this.inputs.push(input);
    return input;
  }

  /** It would play this at the tick for which it was fed last. */
  planned(plan: TickPlan): void {
    this.own = this.fedBy(plan);
  }

  /** Puts the last of `frames` into an empty window, as if they had all been played from the top of a bar. */
  prompt(frames: readonly Frame[], ticksPerBar: number, manner: Recall['manner']): void {
    const { vocabulary, open } = this.options;
    if (this.own === null) {
      this.prompted = frames.map(({ token }) => vocabulary.id(token));
      return;
    }
    for (const [at, frame] of frames.entries()) {
      this.inputs.push(this.inputOf(this.own, at % ticksPerBar, manner, heardOnly));
      this.own = { token: vocabulary.id(frame.token), frame };
    }
    open(this.inputs.all);
  }

  /** All that it was fed, and what comes next. */
  get past(): Past {
    const { own } = this;
    const codec = this.options.codec.spec;
    const inputs = this.inputs.all;
    if (own === null) return { codec, inputs };
    const { velocity = null, offset = null } = own.frame ?? {};
    const told = { ...nothingTold, velocity, offset };
    return { codec, inputs: [...inputs, { token: this.nameOf(own.token), told }] };
  }

  /** Goes on where that of another ends, as far as its own vocabulary goes, with an empty window. */
  follow({ codec, inputs }: Past): void {
    const { vocabulary, open } = this.options;
    if (JSON.stringify(codec) !== JSON.stringify(this.options.codec.spec)) return;
    const known = inputs.filter(({ token }) =>
      token === null ? this.own !== null : vocabulary.has(token),
    );
    if (this.own === null) {
      this.prompted = known.map(({ token }) => vocabulary.id(token!));
      return;
    }
    const next = known.pop();
    if (next === undefined || next.token === null) return;
    for (const input of known) this.inputs.push(input);
    open(this.inputs.all);
    const { token, told } = next;
    const { velocity, offset } = told;
    const frame = velocity === null || offset === null ? null : { token, velocity, offset };
    this.own = { token: vocabulary.id(token), frame };
  }

  /** Nothing was fed, and nobody is gone on from. */
  clear(): void {
    this.prompted = [];
    this.inputs.clear();
    this.own = this.start();
  }

  private start(): Fed | null {
    const { openings, architecture } = this.options;
    return openings.length > 0 ? null : { token: startToken(architecture), frame: null };
  }

  /**
   * A network without a start token knows full windows alone: it goes on from an opening, as the seed says, with the
   * prompt after it. Gives the last token of both.
   */
  private chooseOpening(seed: number): Fed {
    const { openings, window, open } = this.options;
    const opening = openings[Math.floor(coin(seed, -1, 0) * openings.length)];
    const tokens = [...opening, ...this.prompted].slice(-window);
    const names = tokens.slice(0, -1).map((token) => this.nameOf(token));
    open(names.map((token) => ({ token, told: nothingTold })));
    return { token: tokens[tokens.length - 1], frame: null };
  }

  /** `fed` before a tick at `position` of the bar. */
  private inputOf(
    { token, frame }: Fed,
    position: number,
    { tempo, style }: Recall['manner'],
    intent: Intent,
  ): NamedInput {
    const { velocity = null, offset = null } = frame ?? {};
    const told: Told = {
      ...{ position, velocity, offset, tempo, style: pieceStyles[style - 1] ?? null, ...intent },
      ...this.inputs.barsBefore(position),
    };
    return { token: this.nameOf(token), told };
  }

  private fedBy({ token, notes }: TickPlan): Fed {
    const { codec, vocabulary } = this.options;
    return { token: vocabulary.id(token), frame: frameOf(codec, token, notes) };
  }

  /** Null is the start of the stream. */
  private nameOf(token: number): string | null {
    const { vocabulary } = this.options;
    return token < vocabulary.size ? vocabulary.name(token) : null;
  }
}
