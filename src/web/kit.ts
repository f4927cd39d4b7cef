import { drumSounds, strike } from './drum-sounds.js';

/** What the kit needs to know of a note. */
export interface KitNote {
  readonly pitch: number;
  /** Voice name for drums, pitch name otherwise. */
  readonly label: string;
  /** MIDI velocity, 1 to 127. */
  readonly velocity: number;
}

/** A drum kit and a simple keyboard, made of oscillators and noise: no file is loaded, nothing is installed. */
export class Kit {
  readonly #out: AudioNode;
  readonly #noise: AudioBuffer;
  #openHat: GainNode | undefined;

  constructor(private readonly context: BaseAudioContext) {
    this.#out = buildRoom(context);
    this.#noise = whiteNoise(context, 2);
  }

  /**
   * Sounds a note at `when`, in seconds of the audio context; what is past sounds at once.
   * A label that is no drum voice is a note of the keyboard.
   */
  play({ pitch, label, velocity }: KitNote, when: number): void {
    const { context } = this;
    const at = Math.max(when, context.currentTime);
    const loudness = (velocity / 127) ** 1.4;
    const drum = drumSounds.get(label);
    if (drum === undefined) {
      tone(context, this.#out, pitch, loudness, at);
      return;
    }
    const level = strike({ context, noise: this.#noise, out: this.#out }, drum, loudness, at);
    if (label.endsWith('hat')) this.#choke(at);
    if (label === 'open-hat') this.#openHat = level;
  }

  /** A hat that closes ends the one that was open, as the pedal does. */
  #choke(at: number): void {
    this.#openHat?.gain.setTargetAtTime(0, at, 0.012);
    this.#openHat = undefined;
  }
}

/** A small room; then the loudest are rounded off, so that a full kit at full loudness never clips. */
function buildRoom(context: BaseAudioContext): AudioNode {
  const limiter = new DynamicsCompressorNode(context, {
    threshold: -12,
    ratio: 6,
    attack: 0.002,
    release: 0.12,
  });
  const dry = new GainNode(context, { gain: 1.3 });
  const room = new ConvolverNode(context, { buffer: roomResponse(context) });
  const wet = new GainNode(context, { gain: 0.14 });
  // A shaper's curve spans -1 to 1, so what goes in is made small and what comes out is not.
  const small = new GainNode(context, { gain: 1 / roundedSpan });
  const rounded = new WaveShaperNode(context, { curve: roundingCurve() });
  dry.connect(limiter);
  dry.connect(room).connect(wet).connect(limiter);
  limiter.connect(small).connect(rounded).connect(context.destination);
  return dry;
}

const roundedSpan = 4;

/** Near a straight line up to a half, and never above 1. */
function roundingCurve(): Float32Array<ArrayBuffer> {
  const curve = new Float32Array(1025);
  return curve.map((_, i) => Math.tanh(((i - 512) / 512) * roundedSpan));
}

function roomResponse(context: BaseAudioContext): AudioBuffer {
  const buffer = whiteNoise(context, 0.5);
  for (let channel = 0; channel < buffer.numberOfChannels; channel++) {
    const samples = buffer.getChannelData(channel);
    for (let i = 0; i < samples.length; i++) samples[i]! *= (1 - i / samples.length) ** 4;
  }
  return buffer;
}

function whiteNoise(context: BaseAudioContext, seconds: number): AudioBuffer {
  const length = Math.round(seconds * context.sampleRate);
  const buffer = context.createBuffer(2, length, context.sampleRate);
  for (let channel = 0; channel < buffer.numberOfChannels; channel++) {
    const samples = buffer.getChannelData(channel);
    for (let i = 0; i < length; i++) samples[i] = Math.random() * 2 - 1;
  }
  return buffer;
}

/** A soft electric piano: two sines an octave apart that die away. */
function tone(
  context: BaseAudioContext,
  out: AudioNode,
  pitch: number,
  loudness: number,
  at: number,
): void {
  const frequency = 440 * 2 ** ((pitch - 69) / 12);
  const seconds = 1.6;
  const body = new GainNode(context, { gain: 0 });
  body.gain.setTargetAtTime(0.3 * loudness, at, 0.003);
  body.gain.setTargetAtTime(0, at + 0.02, seconds / 4);
  const filter = new BiquadFilterNode(context, { frequency: 900 + 5000 * loudness });
  body.connect(filter).connect(out);
  for (const [multiple, share] of [
    [1, 1],
    [2, 0.3],
    [3, 0.08],
  ] as const) {
    const gain = new GainNode(context, { gain: share });
    const oscillator = new OscillatorNode(context, { frequency: frequency * multiple });
    oscillator.connect(gain).connect(body);
    oscillator.start(at);
    oscillator.stop(at + seconds);
  }
}
