import { featureWidth, type Architecture } from './architecture.js';
import { paramViews } from './params.js';

/**
 * What the first layer of a network is given of one input: the same as `Network.embed` gives, for the graphs that take one
 * input at a time. A copy in memory is nothing beside the kernels that it takes on a GPU.
 */
export interface InputWriter {
  /** X, or a little more: where that is many, a multiple of 4, as a GPU reads numbers by fours; the last of a row stay 0. */
  readonly width: number;
  /** Puts a token and its `features` [F] into a `row` of zeros, or of another input. Allocates nothing. */
  write(token: number, features: Float32Array, row: Float32Array): void;
}

export function inputWriter(architecture: Architecture, params: Float32Array): InputWriter {
  if (architecture.kind === 'tutorial')
    return {
      width: 1,
      write(token, _, row) {
        row[0] = token / architecture.vocabulary;
      },
    };
  const { embedding: E } = architecture;
  const table = paramViews(architecture, params).get('embedding')!;
  return {
    width: 4 * Math.ceil((E + featureWidth(architecture)) / 4),
    write(token, features, row) {
      for (let at = 0; at < E; at++) row[at] = table[token * E + at]!;
      row.set(features, E);
    },
  };
}
