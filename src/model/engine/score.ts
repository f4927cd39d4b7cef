import type { EngineChoice } from '../engine.js';
import { evaluate, type Scores } from '../evaluate.js';
import { FeelHead } from '../feel.js';
import type { Architecture } from '../net/architecture.js';
import type { Piece } from '../piece.js';
import { BlendedNetwork } from './blended-network.js';
import { createEngine } from './create-engine.js';

/** Windows computed at once: enough for the products to be large, few enough for the caches. */
const batch = 64;

/** What is scored. */
export interface Scored {
  readonly architecture: Architecture;
  readonly params: Float32Array;
  readonly window: number;
  /** Parameters of the same architecture that are blended in, and how far they decide, 0 to 1. */
  readonly second?: { readonly params: Float32Array; readonly amount: number } | undefined;
}

/** Scores parameters as they would play (see `evaluate`), on an engine made for it. */
export async function scoreParams(
  { architecture, params, window, second }: Scored,
  pieces: readonly Piece[],
  stride: number,
  machine: EngineChoice & { readonly threads: number },
): Promise<Scores> {
  const own = await createEngine(architecture, params, machine);
  const other = second && (await createEngine(architecture, second.params, machine));
  const engine =
    other === undefined
      ? own
      : new BlendedNetwork(own, other, second!.amount, architecture.vocabulary);
  const feel = new FeelHead(architecture, params);
  const scores = await evaluate({ architecture, engine, feel, window, batch }, pieces, stride);
  await other?.close();
  await own.close();
  return scores;
}
