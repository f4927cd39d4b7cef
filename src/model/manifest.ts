import * as v from 'valibot';
import { createCodec } from './codec/create-codec.js';
import { Fault } from './fault.js';
import { featureNames } from './net/architecture.js';
import { isRecurrent } from './net/stack.js';

/** `model.json`: all that is known of a model but its weights. Version 1. */
export const manifestVersion = 1 as const;

const whole = v.pipe(v.number(), v.integer());
const upTo = (most: number) => v.pipe(whole, v.minValue(1), v.maxValue(most));
const size = upTo(1_000_000);
const width = v.pipe(whole, v.minValue(0), v.maxValue(65_536));
const token = v.pipe(whole, v.minValue(0));
// JSON has infinity too: 1e999.
const finite = v.pipe(v.number(), v.finite());

const stepArchitecture = v.object({
  kind: v.literal('step'),
  vocabulary: size,
  embedding: size,
  hidden: size,
  layers: upTo(64),
  feel: width,
  lanes: width,
  features: v.array(v.object({ name: v.picklist(featureNames), width })),
});

const gates = v.picklist(['sigmoid', 'hard']);

const layer = v.variant('type', [
  v.object({ type: v.literal('lstm'), units: size, gates }),
  v.object({ type: v.literal('gru'), units: size, gates, resetAfter: v.boolean() }),
  v.object({ type: v.literal('rnn'), units: size }),
  v.object({ type: v.literal('norm'), epsilon: v.pipe(finite, v.gtValue(0)) }),
  v.object({ type: v.literal('dense'), units: size }),
  v.object({ type: v.literal('relu') }),
]);

const tutorialArchitecture = v.object({
  kind: v.literal('tutorial'),
  vocabulary: size,
  stack: v.pipe(v.array(layer), v.minLength(2), v.maxLength(256)),
  feel: v.literal(0),
  lanes: v.literal(1),
  features: v.strictTuple([]),
});

const schema = v.object({
  format: v.literal('ghostnote-model'),
  version: v.literal(manifestVersion),
  name: v.pipe(v.string(), v.minLength(1)),
  architecture: v.pipe(
    v.unknown(),
    v.transform((value) =>
      isObject(value) && !('kind' in value) ? { kind: 'step', ...value } : value,
    ),
    v.variant('kind', [stepArchitecture, tutorialArchitecture]),
  ),
  codec: v.object({
    name: v.picklist(['step', 'tutorial']),
    grid: upTo(96),
    material: v.picklist(['drums', 'notes']),
  }),
  /** Token names and how often each was seen in training, by number. */
  vocabulary: v.object({ names: v.array(v.string()), counts: v.array(finite) }),
  /** Inputs in the window, the start token among them. */
  window: size,
  /** [L] mean loudness of each lane in training, 0 to 1. */
  usualVelocity: v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** Windows of the data, in token numbers: a network without a start token plays on from one of them. */
  openings: v.optional(v.pipe(v.array(v.array(token)), v.minLength(1))),
  /** The resolved settings of the training run. */
  training: v.record(v.string(), v.union([finite, v.string(), v.boolean()])),
  data: v.object({ name: v.string(), licence: v.string(), attribution: v.string() }),
  scores: v.record(v.string(), finite),
});

export type Manifest = v.InferOutput<typeof schema>;

/** @throws Fault MODEL_BROKEN naming the first wrong entry, or MODEL_VERSION. */
export function parseManifest(json: string): Manifest {
  let value: unknown;
  try {
    // Editors of Windows put a byte order mark in front.
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    throw broken('is not valid JSON');
  }
  const { output, success } = v.safeParse(v.object({ version: v.number() }), value);
  if (success && output.version !== manifestVersion) {
    throw new Fault(
      'MODEL_VERSION',
      `has model version ${output.version}, and this ghostnote reads version ${manifestVersion}`,
      { hint: 'use the ghostnote that made it, or train it again' },
    );
  }
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw broken(`${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
  }
  checkSizes(parsed.output);
  checkTokens(parsed.output);
  return parsed.output;
}

function checkSizes({ architecture, vocabulary, usualVelocity, openings, window }: Manifest): void {
  const V = architecture.vocabulary;
  agree('vocabulary.names', vocabulary.names.length, V);
  agree('vocabulary.counts', vocabulary.counts.length, V);
  agree('usualVelocity', usualVelocity.length, architecture.lanes);
  if (architecture.kind === 'step') return;
  const { stack } = architecture;
  const last = stack.at(-1)!;
  if (!stack.some(isRecurrent)) throw broken('architecture.stack has no recurrent layer');
  if (last.type !== 'dense') throw broken('architecture.stack does not end in a dense layer');
  agree('architecture.stack: the last layer', last.units, V);
  if (openings === undefined) throw broken('openings: a tutorial network needs at least one');
  for (const opening of openings) {
    agree('an opening', opening.length, window);
    if (opening.some((token) => token >= V)) throw broken(`an opening has a token over ${V - 1}`);
  }
}

/** Each is one of the codec. */
function checkTokens({ codec: spec, vocabulary }: Manifest): void {
  try {
    const codec = createCodec(spec);
    for (const name of vocabulary.names) codec.sound(name);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw broken(error.message);
  }
}

function agree(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw broken(`${what} has ${found} entries, and ${wanted} are needed`);
}

function broken(message: string): Fault {
  return new Fault('MODEL_BROKEN', message, { hint: 'train or download the model again' });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
