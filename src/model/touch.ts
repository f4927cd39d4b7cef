import type { Sound } from './codec/codec.js';
import type { Told } from './features.js';
import { FeelHead, luckOf, playVoice } from './feel.js';
import type { Model } from './model.js';
import type { PlanRequest } from './plan-source.js';
import type { PlannedNote } from './tick.js';

/** MIDI velocity of every note of a model that has no feel. */
const plainVelocity = 90;

/** How a model plays the token that was drawn: its notes, each as loud and as early or late as was learned, and as luck has it. */
export class Touch {
  private readonly feels: boolean;
  private readonly head: FeelHead;
  private readonly usual: readonly number[];

  /** `sounds` [V] are what each token asks for. */
  constructor(
    { manifest, params }: Model,
    private readonly sounds: readonly Sound[],
  ) {
    this.feels = manifest.architecture.feel > 0;
    this.head = new FeelHead(manifest.architecture, params);
    this.usual = manifest.usualVelocity;
  }

  /** `projection` [D] is the prediction's, whose last input was told `told`. */
  notes(token: number, projection: Float32Array, told: Told, request: PlanRequest): PlannedNote[] {
    const { pitches, lanes } = this.sounds[token];
    if (!this.feels) return pitches.map((pitch) => ({ pitch, velocity: plainVelocity, offset: 0 }));
    if (pitches.length === 0) return [];
    const { controls } = request;
    const feel = this.head.predict(projection, token, told, lanes);
    return pitches.map((pitch, at) => {
      const lane = lanes[at];
      const luck = luckOf(controls.seed, request, lane);
      const { velocity, offset } = playVoice(feel[at], this.usual[lane], controls, luck);
      return { pitch, velocity: Math.max(1, Math.round(127 * velocity)), offset };
    });
  }
}
