import type { Values } from '../../src/daemon/core/setting.js';
import { openModel } from '../../src/daemon/load-generator.js';
import { Fault } from '../../src/model/fault.js';
import type { Manifest } from '../../src/model/manifest.js';
import type { StepArchitecture } from '../../src/model/net/architecture.js';

/** A model that learning goes on from: its network, tokens and window stay. P parameters. */
export interface Base {
  readonly manifest: Manifest;
  readonly architecture: StepArchitecture;
  /** [P] */
  readonly params: Float32Array;
}

/**
 * The model that `values` name to go on from; undefined where they name none.
 * @throws Fault BAD_VALUE where a model of that kind does not learn on; and those of `openModel`
 */
export async function openBase(values: Values): Promise<Base | undefined> {
  const from = values['from'] as string;
  if (from === '') return undefined;
  const { manifest, params } = await openModel(from);
  const { architecture, codec } = manifest;
  if (architecture.kind === 'step' && values['codec'] === 'step')
    return { manifest, architecture, params };
  throw new Fault('BAD_VALUE', `--from ${from}: only models of the step codec learn on`, {
    hint: codec.name === 'step' ? 'leave --codec out' : 'groove and nottingham are such models',
  });
}

/**
 * `values` with those of the model that learning goes on from, where they shape it.
 * @throws Fault BAD_VALUE for one that asks for another shape; `usual` is what each is where nobody asked
 */
export function shapedAs(values: Values, usual: Values, { manifest, architecture }: Base): Values {
  const { embedding, hidden, layers, feel } = architecture;
  const { grid, material } = manifest.codec;
  const shape: Values = {
    grid,
    material,
    embedding,
    hidden,
    layers,
    feel,
    window: manifest.window,
  };
  for (const [name, value] of Object.entries(shape)) {
    if (values[name] === value || values[name] === usual[name]) continue;
    throw new Fault(
      'BAD_VALUE',
      `--${name} is ${String(values[name])}, and "${manifest.name}" has ${String(value)}`,
      { hint: `leave --${name} out: what is learned on from a model has its shape` },
    );
  }
  return { ...values, ...shape };
}

/** What the card says of the data: the model's own, and before it that of the model that it went on from. */
export function dataAfter(own: Manifest['data'], base: Base | undefined): Manifest['data'] {
  if (base === undefined) return own;
  const { name, data } = base.manifest;
  return {
    name: `${own.name}; before them, as "${name}": ${data.name}`,
    licence: `${own.licence}; of what it learned before: ${data.licence}`,
    attribution: [own.attribution, data.attribution].filter((text) => text !== '').join(' '),
  };
}
