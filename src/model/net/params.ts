import type { Rng } from '../rng.js';
import {
  feelOutputs,
  featureWidth,
  knowsLately,
  type Architecture,
  type StepArchitecture,
  type TutorialArchitecture,
} from './architecture.js';
import { latelyWidth } from './lately.js';
import { isRecurrent, layerWidths, type Layer } from './stack.js';

/** One parameter of the network, a view of the flat array that holds all of them. */
export interface Param {
  readonly name: string;
  readonly shape: readonly number[];
  /** Bound of its uniform initial values, or the value itself. */
  readonly init: { readonly uniform: number } | { readonly value: number };
  /**
   * This bias is that of an LSTM's gates, and the forget gate's part of it gets 1 more (Jozefowicz et al. 2015), so that
   * memory lasts from the start.
   */
  readonly remembers?: true;
}

/** The ordered table from which sizes, offsets, initial values, gradient and files derive. Letters: architecture.ts. */
export function paramTable(architecture: Architecture): Param[] {
  return architecture.kind === 'step' ? stepTable(architecture) : tutorialTable(architecture);
}

function stepTable(architecture: StepArchitecture): Param[] {
  const { vocabulary: V, embedding: E, hidden: H, layers, feel: D, lanes: L } = architecture;
  const recurrent = { uniform: 1 / Math.sqrt(H) };
  const table: Param[] = [{ name: 'embedding', shape: [V + 1, E], init: { uniform: 1 } }];
  for (let layer = 0; layer < layers; layer++) {
    const X = layer === 0 ? E + featureWidth(architecture) : H;
    table.push(
      { name: `l${layer}.w_ih`, shape: [4 * H, X], init: { uniform: Math.sqrt(3 / X) } },
      { name: `l${layer}.w_hh`, shape: [4 * H, H], init: recurrent },
      { name: `l${layer}.b_ih`, shape: [4 * H], init: recurrent, remembers: true },
      { name: `l${layer}.b_hh`, shape: [4 * H], init: recurrent },
    );
  }
  table.push(
    { name: 'head.w', shape: [V, H], init: recurrent },
    { name: 'head.b', shape: [V], init: { value: 0 } },
  );
  if (D > 0) {
    table.push(
      { name: 'feel.in.w', shape: [D, H], init: recurrent },
      { name: 'feel.in.b', shape: [D], init: { value: 0 } },
      { name: 'feel.token', shape: [V, D], init: { uniform: 0.3 } },
      { name: 'feel.out.w', shape: [feelOutputs * L, D], init: { uniform: 1 / Math.sqrt(D) } },
      { name: 'feel.out.b', shape: [feelOutputs * L], init: { value: 0 } },
    );
    if (knowsLately(architecture))
      table.push({
        name: 'feel.lately.w',
        shape: [feelOutputs * L, latelyWidth(L)],
        init: { value: 0 },
      });
  }
  return table;
}

export function paramSize(param: Param): number {
  return param.shape.reduce((product, size) => product * size, 1);
}

export function paramCount(architecture: Architecture): number {
  return paramTable(architecture).reduce((total, param) => total + paramSize(param), 0);
}

/** Named views of one flat array, in table order. */
export function paramViews(
  architecture: Architecture,
  flat: Float32Array,
): Map<string, Float32Array> {
  const views = new Map<string, Float32Array>();
  let at = 0;
  for (const param of paramTable(architecture)) {
    const size = paramSize(param);
    views.set(param.name, flat.subarray(at, at + size));
    at += size;
  }
  return views;
}

/** [P] initial parameters. */
export function initialParams(architecture: Architecture, rng: Rng): Float32Array {
  const flat = new Float32Array(paramCount(architecture));
  const views = paramViews(architecture, flat);
  for (const { name, init, remembers } of paramTable(architecture)) {
    const view = views.get(name)!;
    for (let at = 0; at < view.length; at++) {
      view[at] = 'value' in init ? init.value : (2 * rng.next() - 1) * init.uniform;
    }
    if (remembers === undefined) continue;
    for (let at = view.length / 4; at < view.length / 2; at++) view[at] += 1;
  }
  return flat;
}

/** Names begin with the layer's place in the stack. */
function tutorialTable({ stack }: TutorialArchitecture): Param[] {
  const widths = layerWidths(stack);
  return stack.flatMap((layer, at) => {
    const X = at === 0 ? 1 : widths[at - 1];
    return layerParams(layer, X).map((param) => ({ ...param, name: `${at}.${param.name}` }));
  });
}

/** How many gates, candidate among them, a recurrent layer computes: LSTM i, f, g, o; GRU z, r, n. */
export const gateCounts = { lstm: 4, gru: 3, rnn: 1 } as const;

/** X numbers come in. Kernels are uniform as Glorot and Bengio (2010) have them. */
function layerParams(layer: Layer, X: number): Param[] {
  if (isRecurrent(layer)) {
    const H = layer.units;
    const G = gateCounts[layer.type] * H;
    const biases = layer.type === 'gru' && layer.resetAfter ? ['b_ih', 'b_hh'] : ['b'];
    return [
      { name: 'w_ih', shape: [G, X], init: { uniform: Math.sqrt(6 / (G + X)) } },
      { name: 'w_hh', shape: [G, H], init: { uniform: Math.sqrt(6 / (G + H)) } },
      ...biases.map((name): Param => ({
        name,
        shape: [G],
        init: { value: 0 },
        ...(layer.type === 'lstm' ? { remembers: true } : {}),
      })),
    ];
  }
  if (layer.type === 'dense') {
    const uniform = Math.sqrt(6 / (layer.units + X));
    return [
      { name: 'w', shape: [layer.units, X], init: { uniform } },
      { name: 'b', shape: [layer.units], init: { value: 0 } },
    ];
  }
  if (layer.type === 'relu') return [];
  return [
    { name: 'gamma', shape: [X], init: { value: 1 } },
    { name: 'beta', shape: [X], init: { value: 0 } },
    { name: 'mean', shape: [X], init: { value: 0 } },
    { name: 'variance', shape: [X], init: { value: 1 } },
  ];
}
