import { z } from 'zod';
import { Fault } from './fault.js';
import { featureNames } from './net/architecture.js';

/** `model.json`: all that is known of a model but its weights. Version 1. */
export const manifestVersion = 1 as const;

const size = z.number().int().min(1).max(1_000_000);
const width = z.number().int().min(0).max(65_536);

const schema = z.object({
  format: z.literal('ghostnote-model'),
  version: z.literal(manifestVersion),
  name: z.string().min(1),
  architecture: z.object({
    vocabulary: size,
    embedding: size,
    hidden: size,
    layers: z.number().int().min(1).max(64),
    feel: width,
    lanes: width,
    features: z.array(z.object({ name: z.enum(featureNames), width })),
  }),
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
  /** The resolved settings of the training run. */
  training: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  data: z.object({ name: z.string(), licence: z.string(), attribution: z.string() }),
  scores: z.record(z.string(), z.number()),
});

export type Manifest = z.infer<typeof schema>;

/** @throws Fault MODEL_BROKEN naming the first wrong entry, or MODEL_VERSION. */
export function parseManifest(json: string): Manifest {
  const hint = 'train or download the model again';
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new Fault('MODEL_BROKEN', 'is not valid JSON', { hint, cause });
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
    throw new Fault('MODEL_BROKEN', `${issue.path.join('.') || 'the whole'}: ${issue.message}`, {
      hint,
    });
  }
  checkSizes(parsed.data);
  return parsed.data;
}

function checkSizes(manifest: Manifest): void {
  const { architecture, vocabulary, usualVelocity } = manifest;
  const names = vocabulary.names.length;
  const agree: readonly [what: string, found: number, wanted: number][] = [
    ['vocabulary.names', names, architecture.vocabulary],
    ['vocabulary.counts', vocabulary.counts.length, architecture.vocabulary],
    ['usualVelocity', usualVelocity.length, architecture.lanes],
  ];
  for (const [what, found, wanted] of agree) {
    if (found !== wanted) {
      throw new Fault(
        'MODEL_BROKEN',
        `${what} has ${found} entries, and the architecture says ${wanted}`,
        {
          hint: 'train or download the model again',
        },
      );
    }
  }
}
