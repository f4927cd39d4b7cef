import { Fault } from '../../fault.js';

/** What a whole model says of its layers, in order. */
export interface ModelConfig {
  readonly layers: readonly LayerConfig[];
  readonly window: number | undefined;
}

export interface LayerConfig {
  readonly type: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

/** Reads `model_config` of an HDF5 file, or `config.json` of a .keras file. Throws `Fault` KERAS_BROKEN or KERAS_UNSUPPORTED. */
export function parseModelConfig(json: string): ModelConfig {
  const model = parse(json);
  const type = String(model['class_name']);
  // Keras before 2.2 has a plain list here.
  const config = Array.isArray(model['config']) ? { layers: model['config'] } : model['config'];
  if (!isJson(config) || !Array.isArray(config['layers'])) throw broken('has no list of layers');
  if (!['Sequential', 'Functional', 'Model'].includes(type)) {
    throw new Fault('KERAS_UNSUPPORTED', `is a model of the class ${type}`, {
      hint: 'only Sequential and Functional models are read',
    });
  }
  const layers = config['layers'].map(parseLayer);
  if (countOutputs(config['output_layers']) > 1) {
    throw new Fault('KERAS_UNSUPPORTED', 'has several outputs', {
      hint: 'only a chain of layers with one output is read',
    });
  }
  return { layers, window: windowOf(layers, model) };
}

function parse(json: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw broken('is not JSON');
  }
  if (isJson(value)) return value;
  throw broken('is not an object');
}

function parseLayer(value: unknown): LayerConfig {
  if (!isJson(value) || typeof value['class_name'] !== 'string' || !isJson(value['config'])) {
    throw broken('has a layer without class and settings');
  }
  const { class_name: type, config } = value as { class_name: string; config: Json };
  const name = config['name'] ?? value['name'];
  if (typeof name !== 'string') throw broken('has a layer without a name');
  return { type, name, config };
}

/** `[["dense", 0, 0]]`, or in Keras 3 `["dense", 0, 0]`. */
function countOutputs(outputs: unknown): number {
  return Array.isArray(outputs) && Array.isArray(outputs[0]) ? outputs.length : 1;
}

/** The first shape of [batch, steps, numbers] that the model or its first layers name. */
function windowOf(layers: readonly LayerConfig[], model: Json): number | undefined {
  const build = model['build_config'];
  const shapes = [
    ...layers
      .slice(0, 2)
      .flatMap(({ config }) => [config['batch_input_shape'], config['batch_shape']]),
    isJson(build) ? build['input_shape'] : undefined,
  ];
  return shapes
    .map((shape): unknown => (Array.isArray(shape) && shape.length === 3 ? shape[1] : undefined))
    .find((steps): steps is number => Number.isSafeInteger(steps) && (steps as number) > 0);
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(what: string): Fault {
  return new Fault('KERAS_BROKEN', `its description of the model ${what}`, {
    hint: 'copy the checkpoint again, or save the model again in Keras',
  });
}
