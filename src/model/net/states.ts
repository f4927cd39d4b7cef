import type { Architecture } from './architecture.js';
import { isRecurrent } from './stack.js';

/** One part of what recurrent layers remember, [layers, B, units], as the prediction graph takes and gives it. */
export interface StateEntry {
  readonly name: string;
  readonly layers: number;
  readonly units: number;
}

/** All that a network remembers between two inputs. */
export function stateTable(architecture: Architecture): StateEntry[] {
  if (architecture.kind === 'step') {
    const { layers, hidden: units } = architecture;
    return ['h', 'c'].map((name) => ({ name, layers, units }));
  }
  return architecture.stack.flatMap((layer, at) => {
    if (!isRecurrent(layer)) return [];
    const names = layer.type === 'lstm' ? ['h', 'c'] : ['h'];
    return names.map((name) => ({ name: `${at}.${name}`, layers: 1, units: layer.units }));
  });
}
