/** Where and from what a sound is made. */
export interface Workshop {
  readonly context: BaseAudioContext;
  /** Stereo white noise, two seconds at least. */
  readonly noise: AudioBuffer;
  readonly out: AudioNode;
}

/** A skin: a sine that falls from one frequency, in Hz, to another. */
interface Skin {
  readonly from: number;
  readonly to: number;
  /** Seconds to fall to about a third, in pitch and in loudness. */
  readonly fall: number;
  readonly decay: number;
  readonly gain: number;
}

/** Noise, or metal: a chord of square waves that have no common key. Filtered at `frequency`, in Hz. */
interface Rattle {
  readonly source: 'noise' | 'metal';
  readonly filter: BiquadFilterType;
  readonly frequency: number;
  readonly q: number;
  readonly decay: number;
  readonly gain: number;
}

/** What a voice is made of. */
export interface DrumSound {
  readonly skins: readonly Skin[];
  readonly rattles: readonly Rattle[];
}

const skin = (from: number, to: number, fall: number, decay: number, gain: number): Skin => ({
  from,
  to,
  fall,
  decay,
  gain,
});
const rattle = (
  source: Rattle['source'],
  filter: BiquadFilterType,
  frequency: number,
  q: number,
  decay: number,
  gain: number,
): Rattle => ({ source, filter, frequency, q, decay, gain });

/** By the name of the voice. */
export const drumSounds: ReadonlyMap<string, DrumSound> = new Map(
  Object.entries({
    kick: {
      skins: [skin(170, 46, 0.03, 0.16, 1.1)],
      rattles: [rattle('noise', 'lowpass', 3200, 0.5, 0.006, 0.35)],
    },
    snare: {
      skins: [skin(330, 185, 0.02, 0.07, 0.5), skin(560, 330, 0.015, 0.035, 0.2)],
      rattles: [
        rattle('noise', 'bandpass', 3400, 0.6, 0.085, 0.75),
        rattle('noise', 'highpass', 6500, 0.7, 0.05, 0.3),
      ],
    },
    'low-tom': {
      skins: [skin(140, 84, 0.06, 0.13, 0.9)],
      rattles: [rattle('noise', 'lowpass', 1400, 0.5, 0.02, 0.25)],
    },
    'mid-tom': {
      skins: [skin(195, 122, 0.05, 0.115, 0.88)],
      rattles: [rattle('noise', 'lowpass', 1700, 0.5, 0.02, 0.25)],
    },
    'high-tom': {
      skins: [skin(265, 172, 0.045, 0.1, 0.85)],
      rattles: [rattle('noise', 'lowpass', 2100, 0.5, 0.018, 0.25)],
    },
    'closed-hat': {
      skins: [],
      rattles: [
        rattle('metal', 'highpass', 8200, 0.8, 0.024, 0.8),
        rattle('noise', 'highpass', 8600, 0.7, 0.022, 0.75),
      ],
    },
    'open-hat': {
      skins: [],
      rattles: [
        rattle('metal', 'highpass', 7600, 0.8, 0.15, 0.42),
        rattle('noise', 'highpass', 8200, 0.7, 0.13, 0.32),
      ],
    },
    ride: {
      skins: [],
      rattles: [
        rattle('metal', 'bandpass', 5200, 1.4, 0.3, 0.6),
        rattle('metal', 'highpass', 9000, 0.7, 0.18, 0.34),
        rattle('noise', 'bandpass', 7800, 1.2, 0.025, 0.6),
      ],
    },
    crash: {
      skins: [],
      rattles: [
        rattle('metal', 'highpass', 4200, 0.7, 0.5, 0.18),
        rattle('noise', 'highpass', 3600, 0.6, 0.42, 0.34),
      ],
    },
  }),
);

/** Strikes a drum at `at`, in seconds; `loudness` is 0 to 1. Gives what it can be damped with. */
export function strike(shop: Workshop, sound: DrumSound, loudness: number, at: number): GainNode {
  const level = new GainNode(shop.context, { gain: loudness });
  level.connect(shop.out);
  for (const each of sound.skins) playSkin(shop, each, level, at);
  // A soft stroke is duller, not only quieter.
  for (const each of sound.rattles) playRattle(shop, each, level, at, 0.5 + 0.5 * loudness);
  return level;
}

function playSkin({ context }: Workshop, sound: Skin, out: AudioNode, at: number): void {
  const { from, to, fall, decay, gain } = sound;
  const oscillator = new OscillatorNode(context, { frequency: from });
  oscillator.frequency.setValueAtTime(from, at);
  oscillator.frequency.setTargetAtTime(to, at, fall);
  oscillator.connect(envelope(context, gain, decay, at)).connect(out);
  run(oscillator, at, decay);
}

function playRattle(
  { context, noise }: Workshop,
  sound: Rattle,
  out: AudioNode,
  at: number,
  brightness: number,
): void {
  const { source, filter, frequency, q, decay, gain } = sound;
  const colour = new BiquadFilterNode(context, {
    type: filter,
    frequency: filter === 'highpass' ? frequency : frequency * brightness,
    Q: q,
  });
  colour.connect(envelope(context, gain, decay, at)).connect(out);
  if (source === 'noise') {
    const hiss = new AudioBufferSourceNode(context, { buffer: noise, loop: true });
    hiss.connect(colour);
    run(hiss, at, decay);
    return;
  }
  for (const ratio of metalRatios) {
    const plate = new OscillatorNode(context, { type: 'square', frequency: 42 * ratio });
    const share = new GainNode(context, { gain: 1 / metalRatios.length });
    plate.connect(share).connect(colour);
    run(plate, at, decay);
  }
}

/** Six inharmonic partials over 42 Hz, about those of the cymbals of early drum machines. */
const metalRatios = [4.9, 7.2, 8.6, 12.9, 16.1, 19.4];

function envelope(context: BaseAudioContext, gain: number, decay: number, at: number): GainNode {
  const node = new GainNode(context, { gain: 0 });
  node.gain.setValueAtTime(gain, at);
  node.gain.setTargetAtTime(0, at, decay);
  return node;
}

/** After seven time constants the level is under a thousandth: the source can end, and its nodes with it. */
function run(source: AudioScheduledSourceNode, at: number, decay: number): void {
  source.start(at);
  source.stop(at + 7 * decay);
}
