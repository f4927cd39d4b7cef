import type { Sound } from '../codec/codec.js';
import { voiceName } from '../codec/drums.js';
import type { Vocabulary } from '../codec/vocabulary.js';
import type { Told } from '../features.js';
import type { Order, OrderKind } from '../orders.js';
import type { PlanRequest } from '../plan-source.js';
import { coin } from '../rng.js';
import type { TickPlan } from '../tick.js';
import { SessionCache } from './cache.js';
import { Course } from './course.js';
import { tilt } from './density.js';
import { Form } from './form.js';
import { LastStroke } from './last-stroke.js';
import { lock } from './lock.js';
import { keep } from './mask.js';
import { Phrase } from './phrase.js';
import { Recent } from './recent.js';
import { repeat } from './repetition.js';
import { accentOfKick, stress } from './stress.js';
import { Vetoes } from './veto.js';

/** Share of the ticks of a bar that a mutation changes. */
const mutability = 1 / 4;
const isKick = (pitch: number): boolean => voiceName(pitch) === 'kick';
/** What luck the coin of a mutation is: no other draw of the model has this number. */
const mutationDraw = -11;

/** What a model's tokens are. */
export interface Tokens {
  readonly vocabulary: Vocabulary;
  /** [V] */
  readonly sounds: readonly Sound[];
  /** Scales and ranges are for `notes`; drums have no pitch. */
  readonly material: 'drums' | 'notes';
  readonly ticksPerBeat: number;
}

/** How the plan of one tick is to be made. */
export interface Steered {
  /** [V] what to draw from, in place of the model's log-probabilities. Not normalised. */
  readonly scores: Float32Array;
  /** Silence is to end: of these, something that begins. */
  readonly begins: boolean;
  /** What is to be played again, whatever would be drawn. */
  readonly again: TickPlan | undefined;
}

/** What a network is told that it is to play. */
export type Intent = Pick<Told, 'kind' | 'reprise'>;
/** Of what others played. */
export const heardOnly: Intent = { kind: 'beat', reprise: null };

/** How plans are steered while it plays: what it makes of a prediction is a function of the requests alone. */
export class Steering {
  private recent = new Recent();
  private cache: SessionCache;
  private phrase = new Phrase(this.recent);
  private vetoes = new Vetoes();
  private form = new Form();
  private readonly lastStroke: LastStroke;
  /** Loops, fills and all that lasts for some ticks go by this; vetoes and the form by the song. */
  private course = new Course();
  /** Ticks from which and up to which, that one not included, it plays a fill. */
  private fillBegin = 0;
  private fillEnd = 0;
  /** The same of changes to the bar before. */
  private mutationEnd = 0;

  private readonly orders: Readonly<
    Record<Exclude<OrderKind, 'forget' | 'swap'>, (order: Order, at: PlanRequest) => void>
  > = {
    fill: (_, { tick, position, ticksPerBar }) => {
      const left = ticksPerBar - position;
      if (tick > this.fillEnd) this.fillBegin = tick;
      this.fillEnd = tick + left + (left < this.tokens.ticksPerBeat ? ticksPerBar : 0);
    },
    mutate: (_, { tick, ticksPerBar }) => (this.mutationEnd = tick + ticksPerBar),
    approve: (_, at) => this.phrase.approve(at),
    back: (_, at) => this.phrase.back(at),
    veto: ({ a, b }) => this.vetoes.add(a, b),
    'cache-reset': () => this.cache.clear(),
    last: (_, { tick }) => this.lastStroke.come(tick),
    recall: () => this.phrase.leave(),
  };

  /** [V] which tokens have a kick. */
  private readonly kicks: readonly boolean[];

  constructor(private readonly tokens: Tokens) {
    this.kicks = tokens.sounds.map(({ pitches }) => pitches.some(isKick));
    this.cache = new SessionCache(tokens.sounds);
    this.lastStroke = new LastStroke(tokens.sounds, tokens.material);
  }

  /** Another that begins where this one is, to look ahead with. */
  ahead(): Steering {
    const ahead = new Steering(this.tokens);
    ahead.recent = this.recent.copy();
    ahead.phrase = this.phrase.copy(ahead.recent);
    ahead.vetoes = this.vetoes.copy();
    ahead.cache = this.cache.copy();
    ahead.form = this.form.copy();
    ahead.course = this.course.copy();
    ahead.lastStroke.take(this.lastStroke);
    ahead.fillBegin = this.fillBegin;
    ahead.fillEnd = this.fillEnd;
    ahead.mutationEnd = this.mutationEnd;
    return ahead;
  }

  /** Does what an order asks for, from the tick of the request on. */
  obey(order: Order, at: PlanRequest): void {
    this.reach(at);
    if (order.kind === 'forget') this.forget();
    else if (order.kind !== 'swap') this.orders[order.kind](order, this.played(at));
  }

  /** The window is told `token` for the tick before that of `request`; a start token says nothing of it. */
  fed(token: number, request: PlanRequest): void {
    const { tick, played, ticksPerBar, controls } = request;
    this.reach(request);
    this.form.hear(this.played(request));
    if (tick === 0 || token >= this.tokens.vocabulary.size) return;
    const { before } = this.course;
    const loops = controls.repetition > 0 && this.breaks(before);
    const looped = loops ? this.recent.token(before - ticksPerBar) : undefined;
    this.recent.keepToken(before, looped ?? token);
    this.cache.learn(token);
    if (played !== null) this.recent.keepPlan({ ...played, tick: before });
  }

  /** What the network is told that it plays. */
  intent(request: PlanRequest): Intent {
    const { tick } = this.played(request);
    const kind = this.fills(tick) ? 'fill' : 'beat';
    return { kind, reprise: this.form.reprise(request, tick) };
  }

  /** `logProbs` [V] are the network's; they stay as they are. `mustBegin` says of scores [V] whether silence is to end. */
  steer(
    logProbs: Float32Array,
    song: PlanRequest,
    mustBegin: (scores: Float32Array) => boolean = () => false,
  ): Steered {
    const request = this.played(song);
    const bent = this.bend(logProbs, request, mustBegin);
    const { tick, ticksPerBar, controls } = request;
    if (this.breaks(tick)) return { ...bent, again: undefined };
    const held = this.held(request);
    const repeated = (plan: TickPlan | undefined) => plan && { ...plan, tick: song.tick };
    if (tick >= this.mutationEnd) return { ...bent, again: repeated(held) };
    const again = repeated(held ?? this.recent.plan(tick - ticksPerBar));
    if (again === undefined || coin(controls.seed, tick, mutationDraw) >= mutability)
      return { ...bent, again };
    const old = this.tokens.vocabulary.id(again.token);
    const scores = keep(bent.scores, (token) => token !== old);
    return { ...bent, scores, again: undefined };
  }

  /** What is to be played at `tick` in place of `token`, of which a player may not want to hear all. */
  spare(tick: number, token: number, scores: Float32Array): number {
    return this.vetoes.spare(tick, token, scores, this.tokens.sounds);
  }

  /** `plan` as it is to be struck. */
  strike(plan: TickPlan, song: PlanRequest): TickPlan {
    const { tick, ticksPerBar } = this.played(song);
    const before = (ticks: number) => this.recent.plan(tick - ticks);
    return this.lastStroke.strike(plan, tick, ticksPerBar, before);
  }

  /** The part will play `plan` for a request, unless the next one says otherwise. A loop goes on after a fill as it was. */
  planned(plan: TickPlan, song: PlanRequest): void {
    const request = this.played(song);
    const { tick } = request;
    const looped = this.breaks(tick) ? this.loop(request) : undefined;
    this.recent.keepPlan({ ...(looped ?? plan), tick });
  }

  /** A take begins: nothing was played in it yet. What the session taught stays, and the phrase that is good. */
  clear(): void {
    this.recent.clear();
    this.phrase.leave();
    this.vetoes.clear();
    this.form.clear();
    this.lastStroke.clear();
    this.course.clear();
    this.fillBegin = this.fillEnd = this.mutationEnd = 0;
  }

  /** A bar that was broken off where the song jumped is remembered as if it had gone on as the loop, or the bar before. */
  private reach(request: PlanRequest): void {
    const { course, recent } = this;
    const { tick, ticksPerBar, controls } = request;
    course.reach(request);
    const length = Math.max(1, controls.freeze) * ticksPerBar;
    for (let left = course.before + 1; left < course.of(tick); left++) recent.repeat(left, length);
  }

  /** With its tick as it comes after what was played. */
  private played(request: PlanRequest): PlanRequest {
    return { ...request, tick: this.course.of(request.tick) };
  }

  private forget(): void {
    this.clear();
    this.cache.clear();
    this.phrase.forget();
  }

  private bend(
    logProbs: Float32Array,
    { tick, position, ticksPerBar, controls }: PlanRequest,
    mustBegin: (scores: Float32Array) => boolean,
  ): Omit<Steered, 'again'> {
    const { sounds, material, ticksPerBeat } = this.tokens;
    const before = (ticks: number): number | undefined => this.recent.token(tick - ticks);
    const breaks = this.breaks(tick);
    const place = { position, ticksPerBar, ticksPerBeat };
    const learned = breaks ? logProbs : this.cache.mix(logProbs, controls.cache, before);
    const fuller = tilt(learned, sounds, controls.density);
    const inside =
      material === 'notes'
        ? lock(fuller, sounds, controls)
        : stress(fuller, this.kicks, breaks ? 0 : accentOfKick(controls.accent, place));
    const begins = mustBegin(inside);
    const begun = begins ? keep(inside, (token) => sounds[token].kind === 'onset') : inside;
    const scores = breaks ? begun : repeat(begun, controls.repetition, ticksPerBar, before);
    return { scores: this.lastStroke.narrow(scores, tick), begins };
  }

  /** The good phrase that it is back at, or the loop in which it is frozen. */
  private held(request: PlanRequest): TickPlan | undefined {
    if (request.armed) return undefined;
    return this.phrase.plan(request.tick) ?? this.loop(request);
  }

  private loop({ tick, ticksPerBar, controls }: PlanRequest): TickPlan | undefined {
    const length = controls.freeze * ticksPerBar;
    return length === 0 ? undefined : this.recent.plan(tick - length);
  }

  private fills(tick: number): boolean {
    return tick >= this.fillBegin && tick < this.fillEnd;
  }

  /** A drummer's fill breaks whatever loop there is, as does the last stroke; of a melody nobody has learned what a fill is. */
  private breaks(tick: number): boolean {
    return this.tokens.material === 'drums' && (this.fills(tick) || this.lastStroke.isAt(tick));
  }
}
