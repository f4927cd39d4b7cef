import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type Engine, type EngineChoice, plainEngine } from '../model/engine.js';
import { createEngine } from '../model/engine/create-engine.js';
import { SharedEngine } from '../model/engine/shared-engine.js';
import { describeMeasurements, measureEngines } from '../model/engine/measure.js';
import { loadModel } from '../model/files/model-folder.js';
import { Generator } from '../model/generator.js';
import { Fault } from '../model/fault.js';
import type { Model } from '../model/model.js';
import type { Spare } from '../model/rolling-window.js';
import { SecondModel } from '../model/second-model.js';
import { nearestName } from './core/nearest.js';
import { spareOf } from './io/spare-models.js';
import { modelFolder, shippedNames } from './model-folders.js';

/**
 * The model of `modelFolder`. Faults as of `loadModel`; where there is no such folder, MODEL_MISSING names the shipped model
 * that was probably meant.
 */
export async function openModel(folder: string): Promise<Model> {
  const path = modelFolder(folder);
  if (existsSync(path)) return loadModel(path);
  const shipped = shippedNames();
  const meant = nearestName(basename(path), shipped);
  if (meant === undefined) return loadModel(path);
  throw new Fault('MODEL_MISSING', `there is no model "${basename(path)}"`, {
    hint: `did you mean ${meant}? there are ${shipped.join(', ')}`,
  });
}

/** How a model is to be computed. */
export interface LoadOptions extends EngineChoice {
  readonly threads: number;
  /** Folder of the copies that were kept of models, for one that cannot be read any more. */
  readonly spares?: string | undefined;
  /** Takes a line for people. */
  readonly warn?: ((text: string) => void) | undefined;
  /** The engine failed in mid-set: this computes from now on. */
  readonly moved?: ((to: EngineChoice) => void) | undefined;
}

/** A model folder, ready to play one part; where its device goes away it plays on, on the CPU. */
export async function loadGenerator(folder: string, options: LoadOptions): Promise<Loaded> {
  const { generators, model, engine } = await loadGenerators(folder, options, 1);
  return { generator: generators[0]!, model, engine };
}

export interface Loaded {
  readonly generator: Generator;
  readonly model: Model;
  readonly engine: Engine;
}

/** The same for so many parts, on one engine: their steps at one tick are the rows of one batch. */
export async function loadGenerators(
  folder: string,
  options: LoadOptions,
  parts: number,
): Promise<{ generators: Generator[]; model: Model; engine: Engine }> {
  const model = await openModelOrSpare(folder, options);
  const { engine, spare } = await openWithSpare(model, options, parts);
  const generators = Array.from({ length: parts }, (_, part) => {
    const tell = part === 0 ? options : {};
    return new Generator(model, engine, spare && spareEngine(spare, tell));
  });
  return { generators, model, engine };
}

/** Another model, to blend into what `first` plays, on an engine of its own; it plays on as `first` does. */
export async function loadSecond(
  folder: string,
  first: Model,
  options: LoadOptions,
): Promise<SecondModel> {
  const model = await openModelOrSpare(folder, options);
  const { engine, spare } = await openWithSpare(model, options, 1);
  try {
    return new SecondModel(model, engine, first, spare && spareEngine(spare, {}));
  } catch (fault) {
    await engine.close();
    await spare?.close();
    throw fault;
  }
}

/** The model of a folder; where it cannot be read any more, the copy that was kept when it last could. */
async function openModelOrSpare(
  folder: string,
  { spares, warn = ignore }: Pick<LoadOptions, 'spares' | 'warn'>,
): Promise<Model> {
  try {
    return await openModel(folder);
  } catch (fault) {
    if (spares === undefined || !(fault instanceof Fault)) throw fault;
    const spare = spareOf(spares, modelFolder(folder));
    const model = await loadModel(spare).catch(() => {
      throw fault;
    });
    warn(
      `${resolve(folder)} cannot be played any more: ${fault.message}. Its copy plays, ${spare}.`,
    );
    return model;
  }
}

function share(engine: Engine, parts: number): Engine {
  return parts === 1 ? engine : new SharedEngine(engine, parts);
}

/** The engine that is asked for; and, where it is another than the plain one, that beside it, for when the device goes away; for so many parts. */
async function openWithSpare(
  model: Model,
  options: LoadOptions,
  parts: number,
): Promise<{ readonly engine: Engine; readonly spare: Engine | undefined }> {
  const engine = share(await openEngine(model, options), parts);
  if (engine.name === plainEngine.engine && engine.device === plainEngine.device)
    return { engine, spare: undefined };
  const spare = share(await openEngine(model, { ...options, ...plainEngine }), parts);
  // Its first windows load a graph, which takes longer than the tick in which it is to take over.
  await (await spare.openWindows(model.manifest.window, 1, true)).close();
  return { engine, spare };
}

/** The engine that is asked for, or the fastest here for `auto`. */
export async function openEngine(model: Model, options: LoadOptions): Promise<Engine> {
  const { threads, warn = ignore } = options;
  const { engine, device } = options.engine === 'auto' ? await fastestEngine(model, warn) : options;
  return createEngine(model.manifest.architecture, model.params, { engine, device, threads });
}

const ignore = (): void => undefined;

async function fastestEngine(
  { manifest: { architecture, window }, params }: Model,
  warn: (text: string) => void,
): Promise<EngineChoice> {
  const measurements = await measureEngines({ architecture, params, window });
  for (const line of describeMeasurements(measurements)) warn(line);
  return measurements.measured[0] ?? plainEngine;
}

function spareEngine(engine: Engine, { warn, moved }: Pick<LoadOptions, 'warn' | 'moved'>): Spare {
  return {
    engine,
    taken: ({ message }) => {
      moved?.({ engine: engine.name, device: engine.device });
      warn?.(`${message}; goes on with ${engine.name} on the ${engine.device}`);
    },
  };
}
