import type { Architecture } from './architecture.js';
import { isRecurrent } from './stack.js';

/** One part of what a recurrent layer remembers, [1, B, units], as graphs take it and, with `_next` to its name, give it. */
export interface StateEntry {
  readonly name: string;
  /** Place of its layer among all layers. */
  readonly layer: number;
  readonly units: number;
}

/** All that a network remembers between two inputs: the hidden state of each recurrent layer, and the cell of an LSTM. */
export function stateTable(architecture: Architecture): StateEntry[] {
  const stack =
    architecture.kind === 'tutorial'
      ? architecture.stack
      : Array.from({ length: architecture.layers }, () => ({
          type: 'lstm' as const,
          units: architecture.hidden,
          gates: 'sigmoid' as const,
        }));
  return stack.flatMap((layer, at) => {
    if (!isRecurrent(layer)) return [];
    const names = layer.type === 'lstm' ? ['h', 'c'] : ['h'];
    return names.map((name) => ({ name: `${at}.${name}`, layer: at, units: layer.units }));
  });
}

/** How many numbers all of it is, for one window. */
export function unitsOf(architecture: Architecture): number {
  return stateTable(architecture).reduce((total, { units }) => total + units, 0);
}
