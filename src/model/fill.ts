import type { Sound } from './codec/codec.js';
import type { NamedInput } from './features.js';
import { logSoftmax } from './log-softmax.js';
import type { RollingWindow, WindowInput } from './rolling-window.js';
import { mix } from './second-model.js';

/** Of the draws in a fill, so many are drawn as in a fill; the others go on with the groove that it breaks. */
const share = 0.6;

/** Inputs of one fill, all of which are run again at each tick; a longer one is another fill. Those of the data are a bar or two. */
const longest = 32;

/** What a fill is made with. */
export interface FillOptions {
  readonly window: Pick<RollingWindow, 'predictAlone'>;
  /** [V] */
  readonly sounds: readonly Sound[];
  readonly inputOf: (input: NamedInput) => WindowInput;
}

/**
 * The fill under way. A drummer's fills were learned from as pieces of their own, so told of one in the midst of a song the
 * network goes on with the song; from the start of the stream it plays what people play for a fill. That is what is
 * drawn from, at once: many such pieces begin with rests, for the groove that was not recorded.
 */
export class Fill {
  /** From the start of the stream on; none where there is no fill. */
  private inputs: NamedInput[] = [];

  constructor(private readonly options: FillOptions) {}

  /** Another that begins where this one is, to look ahead with. */
  ahead(): Fill {
    const ahead = new Fill(this.options);
    ahead.inputs = [...this.inputs];
    return ahead;
  }

  /** It is over: the next input of a fill begins another. */
  clear(): void {
    this.inputs = [];
  }

  /** `logProbs` [V] are what the song makes of `input`; gives what to draw from, the same where that is no fill. Takes each input once. */
  async bend(logProbs: Float32Array, input: NamedInput): Promise<Float32Array> {
    const { told } = input;
    if (told.kind !== 'fill') {
      this.clear();
      return logProbs;
    }
    if (this.inputs.length === longest) this.clear();
    const begins = this.inputs.length === 0;
    // The bars before were the song's.
    const own = { ...told, velocityBefore: null, offsetBefore: null };
    this.inputs.push(
      begins
        ? { token: null, told: { ...own, velocity: null, offset: null } }
        : { ...input, told: own },
    );
    const { window, sounds, inputOf } = this.options;
    const alone = await window.predictAlone(this.inputs.map(inputOf));
    const onsets = alone.logProbs.map((value, token) =>
      sounds[token].kind === 'onset' ? value : -Infinity,
    );
    return mix(logProbs, logSoftmax(onsets, onsets.length), share);
  }
}
