import { describe, expect, it } from 'vitest';
import { createOrtEngine } from '../../../src/model/engine/ort-engine.js';
import { openSession } from '../../../src/model/engine/ort.js';
import { WholeWindows } from '../../../src/model/engine/whole-windows.js';
import { featureWidth } from '../../../src/model/net/architecture.js';
import { predictGraph } from '../../../src/model/net/predict-graph.js';
import { stateTable } from '../../../src/model/net/states.js';
import { Rng } from '../../../src/model/rng.js';
import { architecture, smallModel } from '../small.js';

const { params } = smallModel();
const cpu = { device: 'cpu', threads: 1 };
const parts = 2;
const size = 7;

describe('windows that are run whole', () => {
  it('end in the states of windows that are under way, from the first input on and after they were emptied', async () => {
    const held = stateTable(architecture).map(({ name }) => `${name}_next`);
    const session = await openSession(predictGraph(architecture, params), cpu, { held });
    const whole = new WholeWindows(session, architecture, size, parts);
    const engine = await createOrtEngine(architecture, params, cpu);
    const underWay = await engine.openWindows(size, parts, false);
    const rng = new Rng(1);
    const input = () => ({
      tokens: Int32Array.from({ length: parts }, () => rng.below(architecture.vocabulary)),
      features: Float32Array.from({ length: parts * featureWidth(architecture) }, () => rng.next()),
    });
    for (let tick = 0; tick < 40; tick++) {
      if (tick === 22) for (const windows of [whole, underWay]) windows.clear();
      const fed = input();
      const { tokens, features } = input();
      const [got, wanted] = [
        await whole.feed(fed.tokens, fed.features),
        await underWay.feed(fed.tokens, fed.features),
      ];
      const { logProbs } = await engine.predict(tokens, features, got);
      const { logProbs: expected } = await engine.predict(tokens, features, wanted);
      expected.forEach((logProb, at) => expect(logProbs[at]).toBeCloseTo(logProb, 5));
    }
    await session.close();
    await engine.close();
  });
});
