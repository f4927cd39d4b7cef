import { execFileSync } from 'node:child_process';
import type { Values } from '../../src/daemon/core/settings.js';
import type { Baselines } from '../../src/model/baselines.js';
import type { Scores } from '../../src/model/evaluate.js';
import type { Checkpoint } from '../../src/model/files/checkpoint.js';
import type { Dataset } from '../../src/model/files/dataset.js';
import { manifestVersion, type Manifest } from '../../src/model/manifest.js';
import type { StepArchitecture } from '../../src/model/net/architecture.js';
import { usualVelocity } from '../../src/model/piece.js';

/** What a run came to: its best epoch, and how that does on pieces it has not seen. */
export interface Result {
  readonly run: Checkpoint;
  readonly scores: Scores;
  readonly baselines: Baselines;
}

/** What `model.json` and the card say of it. */
export function describeModel(
  architecture: StepArchitecture,
  dataset: Dataset,
  { run: { best, settings }, scores, baselines }: Result,
  values: Values,
): Manifest {
  return {
    format: 'ghostnote-model',
    version: manifestVersion,
    name: values['name'] as string,
    architecture: { ...architecture, features: [...architecture.features] },
    codec: dataset.spec,
    vocabulary: { names: [...dataset.vocabulary.names], counts: [...dataset.vocabulary.counts] },
    window: values['window'] as number,
    usualVelocity: usualVelocity(dataset.splits.train, architecture.lanes),
    training: { commit: commit(), ...settings },
    data: {
      name: values['data-name'] as string,
      licence: values['licence'] as string,
      attribution: values['attribution'] as string,
    },
    scores: {
      'best epoch': best.epoch,
      'validation, nats a tick': best.nats,
      'test, nats a tick': scores.natsPerTick,
      'test, ticks': scores.ticks,
      'test, accuracy': scores.accuracy,
      'test, velocity error (MIDI)': scores.velocityMae,
      'test, offset error (ticks)': scores.offsetMae,
      'test, nats a tick of a unigram': baselines.unigram,
      'test, nats a tick of a 5-gram': baselines.ngram,
    },
  };
}

/** What `--json` prints (CLI.md). */
export function summarise(
  { skipped }: Dataset,
  { run, scores, baselines }: Result,
  values: Values,
): object {
  return {
    model: values['out'],
    epochs: run.progress.epoch,
    tokens_per_s: Math.round(run.targets / run.seconds),
    best: { epoch: run.best.epoch, val_nats: run.best.nats },
    test: { nats_per_tick: scores.natsPerTick },
    baselines,
    seconds: Math.round(run.seconds),
    peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
    skipped: skipped.map(({ file, code }) => ({ file, code })),
  };
}

/** The commit of this checkout, for the card; `-dirty` where files differ from it. */
function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
