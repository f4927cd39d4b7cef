import { expect, it } from 'vitest';
import { inputFeeds, toldFeed } from '../../../src/model/engine/ort-state.js';
import { openSession, type Fed, type Feeds, type Fetched } from '../../../src/model/engine/ort.js';
import { featureWidth, type Architecture } from '../../../src/model/net/architecture.js';
import { anyCpu } from '../../../src/model/net/hardware.js';
import { inputWriter } from '../../../src/model/net/input-writer.js';
import { predictGraph } from '../../../src/model/net/predict-graph.js';
import { stateTable, unitsOf } from '../../../src/model/net/states.js';
import { rowsGraph, stepGraph, windowsGraph } from '../../../src/model/net/step-graph.js';
import { Rng } from '../../../src/model/rng.js';
import { architecture, smallModel, tutorialArchitecture, tutorialModel } from '../small.js';

const cpu = { device: 'cpu', threads: 1 };

const networks: readonly [string, Architecture, Float32Array][] = [
  ['the step network', architecture, smallModel().params],
  ['a layer of each kind', tutorialArchitecture, tutorialModel().params],
];

/** Drawn states of N rows, as most graphs take them and as `rowsGraph` does, and what draws more. */
function draw(network: Architecture, N: number) {
  const rng = new Rng(1);
  const numbers = (length: number) => Float32Array.from({ length }, () => 2 * rng.next() - 1);
  const states: Record<string, Fed> = {};
  const rows: Record<string, Fed> = {};
  for (const { name, units } of stateTable(network)) {
    const data = numbers(N * units);
    states[name] = { data, dims: [1, N, units] };
    rows[name] = { data, dims: [N, units] };
  }
  return { rng, numbers, states, rows, F: featureWidth(network) };
}

it.each(networks)(
  "one step as products gives what ONNX's operators give: %s",
  async (_, network, params) => {
    const N = 3;
    const { rng, numbers, states, F } = draw(network, N);
    const tokens = Int32Array.from({ length: N }, () => rng.below(network.vocabulary));
    const features = numbers(N * F);
    const wanted = await runOnce(predictGraph(network, params), {
      ...inputFeeds(tokens, features, N, F),
      ...states,
    });
    const found = await runOnce(stepGraph(network, params, { heads: true, states: true }), {
      told: toldFeed(inputWriter(network, params), tokens, features),
      ...states,
    });
    expect(Object.keys(found)).toEqual(Object.keys(wanted));
    expectClose(found, wanted);
  },
);

it.each(networks)(
  'one input to many windows gives each what it would alone: %s',
  async (...one) => {
    const [, network, params] = one;
    const W = 7;
    const { numbers, states, rows, F } = draw(network, W);
    const [tokens, features] = [Int32Array.of(2), numbers(F)];
    const repeated = Float32Array.from({ length: W * F }, (_, at) => features[at % F]!);
    const wanted = await runOnce(predictGraph(network, params), {
      ...inputFeeds(new Int32Array(W).fill(2), repeated, W, F),
      ...states,
    });
    const told = toldFeed(inputWriter(network, params), tokens, features);
    const row = { data: Int32Array.of(3), dims: [1] };
    const found = await runOnce(rowsGraph(network, params, true), { told, row, ...rows });
    expect(Object.keys(found)).toEqual(Object.keys(wanted));
    const width = wanted['heads']!.length / W;
    const heads = wanted['heads']!.subarray(3 * width, 4 * width);
    expect(found['heads']!.length).toBe(width);
    expectClose(found, { ...wanted, heads });
    const silent = await runOnce(rowsGraph(network, params, false), { told, ...rows });
    expect({ ...silent, heads: found['heads'] }).toEqual(found);
  },
);

it.each(networks.flatMap((one) => [[...one, 1] as const, [...one, 2] as const]))(
  'one input to all windows gives the next one what it would alone, and moves them up: %s, %#',
  async (_, network, params, parts) => {
    const size = 3;
    const { rng, numbers, states, F } = draw(network, size * parts);
    const tokens = Int32Array.from({ length: parts }, () => rng.below(network.vocabulary));
    const features = numbers(parts * F);
    const repeated = <A extends Int32Array | Float32Array>(of: A, whole: A): A => {
      for (let at = 0; at < whole.length; at++) whole[at] = of[at % of.length]!;
      return whole;
    };
    const R = size * parts;
    const wanted = await runOnce(predictGraph(network, params), {
      ...inputFeeds(
        repeated(tokens, new Int32Array(R)),
        repeated(features, new Float32Array(R * F)),
        R,
        F,
      ),
      ...states,
    });
    const told = toldFeed(inputWriter(network, params), tokens, features);
    const before = stateTable(network).map(({ name }) => states[name]!.data);
    const rows = { data: sideBySide(before, R), dims: [size, parts, unitsOf(network)] };
    // A kernel binds few buffers: the states are joined and cut in groups.
    const shape = { size, parts, hardware: { ...anyCpu, widest: 3 } };
    const found = await runOnce(windowsGraph(network, params, shape), { told, rows });
    const after = sideBySide(
      stateTable(network).map(({ name }) => wanted[`${name}_next`]!),
      R,
    );
    const moved = new Float32Array(after.length);
    moved.set(after.subarray(after.length / size));
    expectClose(found, { rows_next: moved });
    for (const { name, units } of stateTable(network)) {
      const row = parts * units;
      expectClose(found, { [`${name}_oldest`]: wanted[`${name}_next`]!.subarray(row, 2 * row) });
    }
  },
);

/** Of states [R, units] each, [R, all units]. */
function sideBySide(states: readonly Fed['data'][], R: number): Float32Array {
  const rows = Array.from({ length: R }, (_, row) =>
    states.flatMap((data) => [
      ...data.subarray((row * data.length) / R, ((row + 1) * data.length) / R),
    ]),
  );
  return Float32Array.from(rows.flat());
}

async function runOnce(graph: Uint8Array<ArrayBuffer>, feeds: Feeds): Promise<Fetched> {
  const session = await openSession(graph, cpu);
  const outputs = await session.run(feeds);
  await session.close();
  return outputs;
}

function expectClose(found: Fetched, wanted: Fetched): void {
  for (const [name, numbers] of Object.entries(wanted)) {
    expect(found[name]!.length).toBe(numbers.length);
    numbers.forEach((value, at) => expect(found[name]![at]).toBeCloseTo(value, 5));
  }
}
