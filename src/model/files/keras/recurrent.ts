import { gateCounts } from '../../net/params.js';
import type { GateSigmoid, RecurrentLayer } from '../../net/stack.js';
import { nameOf } from './activations.js';
import type { Converted } from './convert.js';
import { missingWeights, saveWhole, unsupported, type KerasLayer } from './layer.js';
import { transposed, weight } from './weights.js';

const types = { LSTM: 'lstm', GRU: 'gru', SimpleRNN: 'rnn' } as const;

/**
 * An LSTM, GRU or SimpleRNN that takes X numbers a step. Gates are in the same order in both: LSTM i, f, c (g), o;
 * GRU z, r, h (n). Keras's kernels are [X, G] and [H, G], ours their transposes; its GRU with `reset_after` has biases [2, G].
 */
export function convertRecurrent(
  layer: KerasLayer,
  X: number,
  version: string | undefined,
  isLast: boolean,
): Converted {
  checkConfig(layer, isLast);
  const type = types[layer.type as keyof typeof types];
  const recurrent = layer.weights.get('recurrent_kernel');
  if (recurrent === undefined) throw missingWeights(layer.name, 'recurrent_kernel');
  const H = recurrent.shape[0] ?? 0;
  const G = gateCounts[type] * H;
  const wIh = transposed(weight(layer, 'kernel', [X, G]), X, G);
  const wHh = transposed(weight(layer, 'recurrent_kernel', [H, G]), H, G);
  const base = { w_ih: wIh, w_hh: wHh };
  const b = (): Float32Array =>
    layer.weights.has('bias') ? weight(layer, 'bias', [G]) : new Float32Array(G);
  if (type === 'rnn') return { layer: { type, units: H }, params: { ...base, b: b() } };
  const gates = gatesOf(layer, version);
  if (type === 'lstm') return { layer: { type, units: H, gates }, params: { ...base, b: b() } };
  const resetAfter = resetsAfter(layer);
  const gru: RecurrentLayer = { type, units: H, gates, resetAfter };
  if (!resetAfter) return { layer: gru, params: { ...base, b: b() } };
  const both = layer.weights.has('bias') ? weight(layer, 'bias', [2, G]) : new Float32Array(2 * G);
  return {
    layer: gru,
    params: { ...base, b_ih: both.slice(0, G), b_hh: both.slice(G) },
  };
}

function checkConfig({ name, config }: KerasLayer, isLast: boolean): void {
  if (config === undefined) return;
  const activation = config['activation'] ?? 'tanh';
  if (activation !== 'tanh') {
    throw unsupported(name, `has the activation ${nameOf(activation)}`, 'tanh alone is read');
  }
  for (const flag of ['go_backwards', 'stateful', 'time_major']) {
    if (config[flag] === true) throw unsupported(name, `is ${flag}`, 'train it without');
  }
  if ((config['return_sequences'] === true) === isLast) {
    throw isLast
      ? unsupported(
          name,
          'is the last recurrent one and gives each step',
          'train it with return_sequences=False',
        )
      : unsupported(
          name,
          'gives its last step alone to another',
          'train it with return_sequences=True',
        );
  }
}

/** `hard_sigmoid` was the default before Keras 2.3, also in TensorFlow 1; it had another slope again from Keras 3 on. */
function gatesOf({ name, config }: KerasLayer, version: string | undefined): GateSigmoid {
  const [major = 3, minor = 0] = (version ?? '').match(/\d+/g)?.map(Number) ?? [];
  const old = major < 2 || (major === 2 && minor < 3 && !(version ?? '').startsWith('2.2.4-tf'));
  const activation = config?.['recurrent_activation'] ?? (old ? 'hard_sigmoid' : 'sigmoid');
  if (activation === 'sigmoid') return 'sigmoid';
  if (activation === 'hard_sigmoid' && major < 3) return 'hard';
  throw unsupported(
    name,
    `has the recurrent activation ${nameOf(activation)}`,
    'sigmoid and, up to Keras 2, hard_sigmoid are read',
  );
}

function resetsAfter({ name, config, weights }: KerasLayer): boolean {
  const bias = weights.get('bias');
  if (bias !== undefined) return bias.shape.length === 2;
  if (config !== undefined) return config['reset_after'] === true;
  throw unsupported(name, 'has no bias to tell when its reset gate acts by', saveWhole);
}
