import type { Codec, Frame, Sound } from './codec/codec.js';
import { createCodec } from './codec/create-codec.js';
import { Vocabulary } from './codec/vocabulary.js';
import type { Engine, Prediction } from './engine.js';
import { Fault } from './fault.js';
import { type NamedInput, nothingTold, pieceStyles, type Told } from './features.js';
import { FeelHead, luckOf, playVoice } from './feel.js';
import { LastInputs } from './last-inputs.js';
import { Listeners } from './listeners.js';
import type { Model } from './model.js';
import { startToken, type Architecture } from './net/architecture.js';
import type { Past, PlanRequest, Recall, Successor } from './plan-source.js';
import { coin } from './rng.js';
import { RollingWindow, type Spare } from './rolling-window.js';
import { sample } from './sample.js';
import type { SecondModel } from './second-model.js';
import { keep } from './steer/mask.js';
import { heardOnly, Steering, type Intent } from './steer/steering.js';
import type { Controls, PlannedNote, TickPlan } from './tick.js';

/** MIDI velocity of every note of a model that has no feel. */
const plainVelocity = 90;

/** An input of the network, and how it was played, where that is known. */
interface Fed {
  readonly token: number;
  readonly frame: Frame | null;
}

/** What the network is told of the whole of what it plays. */
type Manner = Pick<Controls, 'tempo' | 'style'>;

/**
 * Plays a model: the window, one prediction a tick, a token drawn from it, and the feel of each note.
 * The same for a live session and for a file: same model and requests, same plans.
 */
export class Generator implements Successor {
  readonly codec: Codec;
  readonly vocabulary: Vocabulary;
  /** [V] what each token asks for. */
  readonly sounds: readonly Sound[];
  private readonly architecture: Architecture;
  private readonly usual: readonly number[];
  private readonly listeners: Listeners;
  private readonly feel: FeelHead;
  private readonly steering: Steering;
  /** Windows of the data, for a network that has no start token. */
  private readonly openings: readonly (readonly number[])[];
  private readonly windowSize: number;
  /** Tokens to go on from, which are yet to be put after an opening. */
  private prompted: readonly number[] = [];
  /** What the window is to be fed next, if nobody plays: the last plan, or the start of the stream, where there is one. */
  private own: Fed | null;
  private last: PlanRequest | null = null;
  /** What the window was fed. */
  private readonly inputs: LastInputs;

  constructor({ manifest, params }: Model, engine: Engine, spare?: Spare) {
    this.architecture = manifest.architecture;
    this.codec = createCodec(manifest.codec);
    this.vocabulary = new Vocabulary(manifest.vocabulary);
    this.usual = manifest.usualVelocity;
    this.openings = manifest.openings ?? [];
    this.feel = new FeelHead(this.architecture, params);
    this.sounds = this.vocabulary.names.map((name) => this.codec.sound(name));
    this.windowSize = manifest.window;
    this.inputs = new LastInputs(
      this.codec.lanes,
      manifest.window,
      (token) => this.sounds[this.vocabulary.id(token)],
    );
    const { architecture, vocabulary, sounds, openings } = this;
    const window = new RollingWindow(engine, manifest.window, 1, spare);
    const knowsFills = manifest.codec.material === 'drums' && openings.length === 0;
    this.listeners = new Listeners({ architecture, vocabulary, sounds, window, knowsFills });
    this.steering = new Steering({
      vocabulary: this.vocabulary,
      sounds: this.sounds,
      material: manifest.codec.material,
      ticksPerBeat: manifest.codec.grid / 4,
    });
    this.own = this.start();
  }

  /** Before its first plan: it draws from what both models predict, mixed as `Controls.blend` says. It closes `second` with itself. */
  blendWith(second: SecondModel): void {
    this.listeners.second = second;
  }

  async next(request: PlanRequest): Promise<TickPlan> {
    for (const order of request.orders) {
      if (order.kind === 'forget') this.reset();
      this.steering.obey(order, request);
    }
    const fed = this.fed(request, (this.own ??= this.open(request.controls.seed)));
    const { steering } = this;
    steering.fed(fed.token, request);
    const input = this.inputOf(fed, request, steering, this.inputs);
    this.inputs.push(input);
    const prediction = await this.listeners.predict(input, request.controls.blend);
    const { thought, tapped } = this.plan(request, input.told, prediction, steering);
    this.own = this.fedBy(thought);
    this.last = request;
    // Should nobody tap, its window goes on from what it would have played.
    return tapped;
  }

  async *foresee(ticks: number): AsyncGenerator<TickPlan> {
    const { last } = this;
    if (last === null || this.own === null) return;
    const steering = this.steering.ahead();
    const listeners = await this.listeners.ahead();
    const inputs = this.inputs.ahead();
    let fed = this.own;
    try {
      for (let ahead = 1; ahead <= ticks; ahead++) {
        const request = following(last, ahead);
        steering.fed(fed.token, request);
        const input = this.inputOf(fed, request, steering, inputs);
        inputs.push(input);
        const prediction = await listeners.predict(input, request.controls.blend);
        const { thought } = this.plan(request, input.told, prediction, steering);
        fed = this.fedBy(thought);
        yield thought;
      }
    } catch (fault) {
      // The next `next` says so, and goes on elsewhere.
      if (!(fault instanceof Fault) || fault.code !== 'ENGINE_FAILED') throw fault;
    } finally {
      listeners.release();
    }
  }

  /** Takes the last input into all windows under way: what is left for `next` is a single step. */
  async prepare(): Promise<void> {
    await this.listeners.settle();
  }

  /** Puts the last of `frames` into an empty window, as if they had all been played from the top of a bar. */
  prompt(frames: readonly Frame[], ticksPerBar: number, how: Manner): void {
    if (this.own === null) {
      this.prompted = frames.map(({ token }) => this.vocabulary.id(token));
      return;
    }
    for (const [at, frame] of frames.entries()) {
      const told = this.tell(this.own.frame, at % ticksPerBar, how, heardOnly, this.inputs);
      this.inputs.push({ token: this.nameOf(this.own.token), told });
      this.own = { token: this.vocabulary.id(frame.token), frame };
    }
    this.listeners.open(this.inputs.all);
  }

  recall({ ticks, ticksPerBar, manner }: Recall): void {
    this.empty();
    const known = ticks.filter(({ token }) => this.vocabulary.has(token));
    const frames = known.map(({ token, notes }) => this.frameOf(token, notes));
    this.prompt(frames, ticksPerBar, manner);
  }

  reset(): void {
    this.empty();
    this.steering.clear();
    this.last = null;
  }

  /** All that it was fed, and what comes next. */
  get past(): Past {
    const { own } = this;
    const inputs = this.inputs.all;
    if (own === null) return { codec: this.codec.spec, inputs };
    const { velocity = null, offset = null } = own.frame ?? {};
    const told = { ...nothingTold, velocity, offset };
    return { codec: this.codec.spec, inputs: [...inputs, { token: this.nameOf(own.token), told }] };
  }

  follow({ codec, inputs }: Past): void {
    this.reset();
    if (JSON.stringify(codec) !== JSON.stringify(this.codec.spec)) return;
    const known = inputs.filter(({ token }) =>
      token === null ? this.own !== null : this.vocabulary.has(token),
    );
    if (this.own === null) {
      this.prompted = known.map(({ token }) => this.vocabulary.id(token!));
      return;
    }
    const next = known.pop();
    if (next === undefined || next.token === null) return;
    for (const input of known) this.inputs.push(input);
    this.listeners.open(this.inputs.all);
    const { token, told } = next;
    const { velocity, offset } = told;
    const frame = velocity === null || offset === null ? null : { token, velocity, offset };
    this.own = { token: this.vocabulary.id(token), frame };
  }

  async close(): Promise<void> {
    await this.listeners.close();
  }

  /** Null is the start of the stream. */
  private nameOf(token: number): string | null {
    return token < this.vocabulary.size ? this.vocabulary.name(token) : null;
  }

  /** The window, which is at the start of the stream again. */
  private empty(): void {
    this.listeners.clear();
    this.prompted = [];
    this.inputs.clear();
    this.own = this.start();
  }

  private start(): Fed | null {
    return this.openings.length > 0 ? null : { token: startToken(this.architecture), frame: null };
  }

  /**
   * A network without a start token knows full windows alone: it goes on from an opening, as the seed says, with the
   * prompt after it. Gives the last token of both.
   */
  private open(seed: number): Fed {
    const opening = this.openings[Math.floor(coin(seed, -1, 0) * this.openings.length)];
    const tokens = [...opening, ...this.prompted].slice(-this.windowSize);
    const names = tokens.slice(0, -1).map((token) => this.nameOf(token));
    this.listeners.open(names.map((token) => ({ token, told: nothingTold })));
    return { token: tokens[tokens.length - 1], frame: null };
  }

  /** What it would play, and what waits for a tap in its place where the request is armed. */
  private plan(
    request: PlanRequest,
    told: Told,
    { logProbs, feel }: Prediction,
    steering: Steering,
  ): { readonly thought: TickPlan; readonly tapped: TickPlan } {
    const { tick, controls, armed } = request;
    const { scores, again } = steering.steer(logProbs, request);
    const draw = (from: Float32Array): number =>
      sample(from, controls, coin(controls.seed, tick, 0));
    const plan = (token: number): TickPlan => ({
      tick,
      token: this.vocabulary.name(token),
      kind: this.sounds[token].kind,
      notes: this.playNotes(token, feel, told, request),
      probability: Math.exp(logProbs[token]),
    });
    const drawn = again === undefined ? draw(scores) : this.vocabulary.id(again.token);
    const spared = steering.spare(tick, drawn, scores);
    const probability = Math.exp(logProbs[spared]);
    const thought = again && spared === drawn ? { ...again, probability } : plan(spared);
    steering.planned(thought);
    if (!armed || thought.kind === 'onset') return { thought, tapped: thought };
    const onsets = keep(scores, (token) => this.sounds[token].kind === 'onset');
    return { thought, tapped: plan(draw(onsets)) };
  }

  private inputOf(
    { token, frame }: Fed,
    request: PlanRequest,
    steering: Steering,
    before: LastInputs,
  ): NamedInput {
    const { position, controls } = request;
    const told = this.tell(frame, position, controls, steering.intent(request), before);
    return { token: this.nameOf(token), told };
  }

  private fedBy({ token, notes }: TickPlan): Fed {
    return { token: this.vocabulary.id(token), frame: this.frameOf(token, notes) };
  }

  private fed({ tick, heard, held, played, orders }: PlanRequest, own: Fed): Fed {
    // What was at the tick before is no part of what it recalls.
    if (tick === 0 || orders.some(({ kind }) => kind === 'recall')) return own;
    const frame = heard === null ? null : this.codec.hear(heard, held);
    if (frame !== null) return { token: this.vocabulary.id(frame.token), frame };
    // A codec that knows no rest goes on from its own plan where a rest was played for it.
    if (played !== null && this.vocabulary.has(played.token)) return this.fedBy(played);
    return own;
  }

  /** What goes with a token whose notes were played like `frame`, after `inputs`; the tick that follows is at `position` of the bar, and is meant as `intent` says. */
  private tell(
    frame: Frame | null,
    position: number,
    { style, tempo }: Manner,
    intent: Intent,
    inputs: LastInputs,
  ): Told {
    const { velocity = null, offset = null } = frame ?? {};
    return {
      ...{ position, velocity, offset, tempo, style: pieceStyles[style - 1] ?? null, ...intent },
      ...inputs.barsBefore(position),
    };
  }

  private playNotes(
    token: number,
    projection: Float32Array,
    told: Told,
    request: PlanRequest,
  ): PlannedNote[] {
    const { pitches, lanes } = this.sounds[token];
    if (this.architecture.feel === 0)
      return pitches.map((pitch) => ({ pitch, velocity: plainVelocity, offset: 0 }));
    if (pitches.length === 0) return [];
    const { controls } = request;
    const feel = this.feel.predict(projection, token, told, lanes);
    return pitches.map((pitch, at) => {
      const lane = lanes[at];
      const luck = luckOf(controls.seed, request, lane);
      const { velocity, offset } = playVoice(feel[at], this.usual[lane], controls, luck);
      return { pitch, velocity: Math.max(1, Math.round(127 * velocity)), offset };
    });
  }

  /** The network's view of notes that were played for the token `name`. */
  frameOf(name: string, notes: readonly PlannedNote[]): Frame {
    const { lanes } = this.codec.sound(name);
    const velocity = new Float32Array(this.codec.lanes);
    const offset = new Float32Array(this.codec.lanes);
    notes.forEach((note, at) => {
      velocity[lanes[at]] = note.velocity / 127;
      offset[lanes[at]] = note.offset;
    });
    return { token: name, velocity, offset };
  }
}

/** What is asked `ahead` ticks after `last`, if nobody plays and nothing is set. */
function following(last: PlanRequest, ahead: number): PlanRequest {
  const { tick, position, ticksPerBar } = last;
  const place = { tick: tick + ahead, position: (position + ahead) % ticksPerBar };
  return { ...last, ...place, heard: null, played: null, orders: [] };
}
