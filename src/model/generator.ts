import type { Codec, Frame, Sound } from './codec/codec.js';
import { createCodec } from './codec/create-codec.js';
import { frameOf } from './codec/frame.js';
import { Vocabulary } from './codec/vocabulary.js';
import type { Engine, Prediction } from './engine.js';
import { Fault } from './fault.js';
import type { Told } from './features.js';
import { Listeners, type Ahead } from './listeners.js';
import type { Model } from './model.js';
import type { Past, PlanRequest, Recall, Successor } from './plan-source.js';
import { coin } from './rng.js';
import { RollingWindow, type Spare } from './rolling-window.js';
import { sample } from './sample.js';
import type { SecondModel } from './second-model.js';
import { keep } from './steer/mask.js';
import { Steering } from './steer/steering.js';
import type { TickPlan } from './tick.js';
import { Touch } from './touch.js';
import { WindowFeed } from './window-feed.js';

/** Bars for which one sound may hold: of Nottingham's 196,000 none holds longer. */
const longestHold = 2;

/** What a plan is made by: what the part has, or copies that look ahead. */
interface Makers {
  readonly feed: WindowFeed;
  readonly steering: Steering;
  readonly listeners: Pick<Ahead, 'predict'>;
}

interface Plans {
  /** What it would play. */
  readonly thought: TickPlan;
  /** What waits for a tap in its place where the request is armed; else the same. */
  readonly tapped: TickPlan;
}

/**
 * Plays a model: the window, one prediction a tick, a token drawn from it, and the feel of each note.
 * The same for a live session and for a file: same model and requests, same plans.
 */
export class Generator implements Successor {
  /** Of its model, for people. */
  readonly name: string;
  readonly codec: Codec;
  readonly vocabulary: Vocabulary;
  /** [V] what each token asks for. */
  readonly sounds: readonly Sound[];
  private readonly listeners: Listeners;
  private readonly touch: Touch;
  private readonly steering: Steering;
  private readonly feed: WindowFeed;
  private last: PlanRequest | null = null;

  constructor(model: Model, engine: Engine, spare?: Spare) {
    const { manifest } = model;
    this.name = manifest.name;
    this.codec = createCodec(manifest.codec);
    this.vocabulary = new Vocabulary(manifest.vocabulary);
    this.sounds = this.vocabulary.names.map((name) => this.codec.sound(name));
    this.touch = new Touch(model, this.sounds);
    const { codec, vocabulary, sounds } = this;
    const { architecture } = manifest;
    const openings = manifest.openings ?? [];
    const window = new RollingWindow(engine, manifest.window, spare);
    const knowsFills = manifest.codec.material === 'drums' && openings.length === 0;
    this.listeners = new Listeners({ architecture, vocabulary, sounds, window, knowsFills });
    this.feed = new WindowFeed({
      ...{ architecture, codec, vocabulary, sounds, openings, window: manifest.window },
      open: (inputs) => this.listeners.open(inputs),
    });
    this.steering = new Steering({
      vocabulary,
      sounds,
      material: manifest.codec.material,
      ticksPerBeat: manifest.codec.grid / 4,
    });
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
    const { feed, steering, listeners } = this;
    const { tapped } = await this.make(request, { feed, steering, listeners });
    this.last = request;
    return tapped;
  }

  async *foresee(ticks: number): AsyncGenerator<TickPlan> {
    const { last } = this;
    if (last === null || !this.feed.begun) return;
    const listeners = await this.listeners.ahead();
    const makers = { feed: this.feed.ahead(), steering: this.steering.ahead(), listeners };
    try {
      for (let ahead = 1; ahead <= ticks; ahead++) {
        const { thought } = await this.make(following(last, ahead), makers);
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
  prompt(frames: readonly Frame[], ticksPerBar: number, manner: Recall['manner']): void {
    this.feed.prompt(frames, ticksPerBar, manner);
  }

  recall({ ticks, ticksPerBar, manner }: Recall): void {
    this.empty();
    const known = ticks.filter(({ token }) => this.vocabulary.has(token));
    const frames = known.map(({ token, notes }) => frameOf(this.codec, token, notes));
    this.prompt(frames, ticksPerBar, manner);
  }

  reset(): void {
    this.empty();
    this.steering.clear();
    this.last = null;
  }

  get past(): Past {
    return this.feed.past;
  }

  follow(past: Past): void {
    this.reset();
    this.feed.follow(past);
  }

  async close(): Promise<void> {
    await this.listeners.close();
  }

  /** The window, which is at the start of the stream again. */
  private empty(): void {
    this.listeners.clear();
    this.feed.clear();
  }

  private async make(request: PlanRequest, { feed, steering, listeners }: Makers): Promise<Plans> {
    const fed = feed.next(request);
    steering.fed(fed.token, request);
    const input = feed.push(fed, request, steering.intent(request));
    const prediction = await listeners.predict(input, request.controls.blend);
    const plans = this.plan(request, input.told, prediction, { steering, feed });
    // Should nobody tap, its window goes on from what it would have played.
    feed.planned(plans.thought);
    return plans;
  }

  /**
   * Whether silence is to end, or one sound that goes on: on the first of a bar, after a bar in which nothing was. Whatever
   * is set, what follows silence is silence, and it may never end. A melody may have its upbeat; drums begin with the music,
   * though of the drummers that were learned from many began when they were ready.
   */
  private mustBegin(request: PlanRequest, feed: WindowFeed, scores: Float32Array): boolean {
    const { position, ticksPerBar } = request;
    if (position !== 0) return false;
    if (feed.silentFor(ticksPerBar) || feed.heldFor(longestHold * ticksPerBar)) return true;
    const isDrums = this.codec.spec.material === 'drums';
    return isDrums && feed.silent && !this.isOnset(draw(scores, request));
  }

  private plan(
    request: PlanRequest,
    told: Told,
    { logProbs, feel }: Prediction,
    { steering, feed }: Pick<Makers, 'steering' | 'feed'>,
  ): Plans {
    const { tick, armed } = request;
    const { scores, begins, again } = steering.steer(logProbs, request, (before) =>
      this.mustBegin(request, feed, before),
    );
    const plan = (token: number): TickPlan => ({
      tick,
      token: this.vocabulary.name(token),
      kind: this.sounds[token].kind,
      notes: this.touch.notes(token, feel, told, request),
      probability: Math.exp(logProbs[token]),
    });
    const drawn =
      again === undefined
        ? draw(scores, request, begins ? beginDraw : 0)
        : this.vocabulary.id(again.token);
    const spared = steering.spare(tick, drawn, scores);
    const probability = Math.exp(logProbs[spared]);
    const meant = again && spared === drawn ? { ...again, probability } : plan(spared);
    const thought = steering.strike(meant, request);
    steering.planned(thought, request);
    if (!armed || thought.kind === 'onset') return { thought, tapped: thought };
    return { thought, tapped: plan(draw(keep(scores, this.isOnset), request)) };
  }

  private readonly isOnset = (token: number): boolean => this.sounds[token].kind === 'onset';
}

/** What is asked `ahead` ticks after `last`, if nobody plays and nothing is set. */
function following(last: PlanRequest, ahead: number): PlanRequest {
  const { tick, position, ticksPerBar } = last;
  // What a player stresses is this tick alone.
  const controls = { ...last.controls, accent: 0 };
  const place = { tick: tick + ahead, position: (position + ahead) % ticksPerBar };
  return { ...last, ...place, controls, heard: null, played: null, orders: [] };
}

/** The token of `scores` [V] that luck has come. */
function draw(scores: Float32Array, { tick, controls }: PlanRequest, which = 0): number {
  return sample(scores, controls, coin(controls.seed, tick, which));
}

/** What begins after a rest was drawn is drawn anew: the luck that came to a rest would come to the likeliest again. */
const beginDraw = -13;
