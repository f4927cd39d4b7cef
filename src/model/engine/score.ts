import { evaluate, type Scores } from '../evaluate.js';
import { FeelHead } from '../feel.js';
import type { Architecture } from '../net/architecture.js';
import type { Piece } from '../piece.js';
import { createEngine, type EngineChoice } from './create-engine.js';

/** Windows computed at once: enough for the products to be large, few enough for the caches. */
const batch = 64;

/** Scores parameters as they would play (see `evaluate`), on an engine made for it. */
export async function scoreParams(
  network: {
    readonly architecture: Architecture;
    readonly params: Float32Array;
    readonly window: number;
  },
  pieces: readonly Piece[],
  stride: number,
  machine: EngineChoice & { readonly threads: number },
): Promise<Scores> {
  const { architecture, params, window } = network;
  const engine = await createEngine(architecture, params, machine);
  const feel = new FeelHead(architecture, params);
  const scores = await evaluate({ architecture, engine, feel, window, batch }, pieces, stride);
  await engine.close();
  return scores;
}
