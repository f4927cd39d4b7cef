import { z } from 'zod';
import { createCodec } from './codec/create-codec.js';
import { Fault } from './fault.js';
import { featureNames } from './net/architecture.js';
import { isRecurrent } from './net/stack.js';

/** `model.json`: all that is known of a model but its weights. Version 1. */
export const manifestVersion = 1 as const;

const size = z.number().int().min(1).max(1_000_000);
const width = z.number().int().min(0).max(65_536);

const stepArchitecture = z.object({
  kind: z.literal('step'),
  vocabulary: size,
  embedding: size,
  hidden: size,
  layers: z.number().int().min(1).max(64),
  feel: width,
  lanes: width,
  features: z.array(z.object({ name: z.enum(featureNames), width })),
});

const gates = z.enum(['sigmoid', 'hard']);

const layer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lstm'), units: size, gates }),
  z.object({ type: z.literal('gru'), units: size, gates, resetAfter: z.boolean() }),
  z.object({ type: z.literal('rnn'), units: size }),
  z.object({ type: z.literal('norm'), epsilon: z.number().positive() }),
  z.object({ type: z.literal('dense'), units: size }),
  z.object({ type: z.literal('relu') }),
]);

const tutorialArchitecture = z.object({
  kind: z.literal('tutorial'),
  vocabulary: size,
  stack: z.array(layer).min(2).max(256),
  feel: z.literal(0),
  lanes: z.literal(1),
  features: z.tuple([]),
});

const schema = z.object({
  format: z.literal('ghostnote-model'),
  version: z.literal(manifestVersion),
  name: z.string().min(1),
  architecture: z.preprocess(
    (value) => (isObject(value) && !('kind' in value) ? { kind: 'step', ...value } : value),
    z.discriminatedUnion('kind', [stepArchitecture, tutorialArchitecture]),
  ),
  codec: z.object({
    name: z.enum(['step', 'tutorial']),
    grid: z.number().int().min(1).max(96),
    material: z.enum(['drums', 'notes']),
  }),
  /** Token names and how often each was seen in training, by number. */
  vocabulary: z.object({ names: z.array(z.string()), counts: z.array(z.number()) }),
  /** Inputs in the window, the start token among them. */
  window: size,
  /** [L] mean loudness of each lane in training, 0 to 1. */
  usualVelocity: z.array(z.number().min(0).max(1)),
  /** Windows of the data, in token numbers: a network without a start token plays on from one of them. */
  openings: z
    .array(z.array(z.number().int().min(0)))
    .min(1)
    .optional(),
  /** The resolved settings of the training run. */
  training: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  data: z.object({ name: z.string(), licence: z.string(), attribution: z.string() }),
  scores: z.record(z.string(), z.number()),
});

export type Manifest = z.infer<typeof schema>;

/** @throws Fault MODEL_BROKEN naming the first wrong entry, or MODEL_VERSION. */
export function parseManifest(json: string): Manifest {
  let value: unknown;
  try {
    // Editors of Windows put a byte order mark in front.
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    throw broken('is not valid JSON');
  }
  const version = z.object({ version: z.number() }).safeParse(value);
  if (version.success && version.data.version !== manifestVersion) {
    throw new Fault(
      'MODEL_VERSION',
      `has model version ${version.data.version}, and this ghostnote reads version ${manifestVersion}`,
      { hint: 'use the ghostnote that made it, or train it again' },
    );
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw broken(`${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  }
  checkSizes(parsed.data);
  checkTokens(parsed.data);
  return parsed.data;
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
