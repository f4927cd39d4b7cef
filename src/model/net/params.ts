import { feelOutputs, featureWidth, type Architecture } from './architecture.js';
import type { Rng } from '../rng.js';

/** One parameter of the network, a view of the flat array that holds all of them. */
export interface Param {
  readonly name: string;
  readonly shape: readonly number[];
  /** Bound of its uniform initial values, or the value itself. */
  readonly init: { readonly uniform: number } | { readonly value: number };
}

/** The ordered table from which sizes, offsets, initial values, gradient and files derive. Letters: architecture.ts. */
export function paramTable(architecture: Architecture): Param[] {
  const { vocabulary: V, embedding: E, hidden: H, layers, feel: D, lanes: L } = architecture;
  const recurrent = { uniform: 1 / Math.sqrt(H) };
  const table: Param[] = [{ name: 'embedding', shape: [V + 1, E], init: { uniform: 1 } }];
  for (let layer = 0; layer < layers; layer++) {
    const X = layer === 0 ? E + featureWidth(architecture) : H;
    table.push(
      { name: `l${layer}.w_ih`, shape: [4 * H, X], init: { uniform: Math.sqrt(3 / X) } },
      { name: `l${layer}.w_hh`, shape: [4 * H, H], init: recurrent },
      { name: `l${layer}.b_ih`, shape: [4 * H], init: recurrent },
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

/** [P] initial parameters. The forget gate's bias gets 1 more (Jozefowicz et al. 2015), so that memory lasts from the start. */
export function initialParams(architecture: Architecture, rng: Rng): Float32Array {
  const flat = new Float32Array(paramCount(architecture));
  const views = paramViews(architecture, flat);
  for (const { name, init } of paramTable(architecture)) {
    const view = views.get(name)!;
    for (let at = 0; at < view.length; at++) {
      view[at] = 'value' in init ? init.value : (2 * rng.next() - 1) * init.uniform;
    }
  }
  const H = architecture.hidden;
  for (let layer = 0; layer < architecture.layers; layer++) {
    views
      .get(`l${layer}.b_ih`)!
      .subarray(H, 2 * H)
      .forEach((value, at, view) => (view[at] = value + 1));
  }
  return flat;
}
