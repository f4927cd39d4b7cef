import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Values } from '../../src/daemon/core/setting.js';
import type { Checkpoint } from '../../src/model/files/checkpoint.js';
import { manifestVersion, type Manifest } from '../../src/model/manifest.js';
import { dataAfter } from './base.js';
import type { Assessment, Task } from './task.js';

/** What `model.json` says of a network that is still learning. */
export function draftModel(task: Task, values: Values): Manifest {
  return {
    format: 'ghostnote-model',
    version: manifestVersion,
    name: values['name'] as string,
    ...task.manifest,
    training: {},
    data: dataAfter(
      {
        name: values['data-name'] as string,
        licence: values['licence'] as string,
        attribution: values['attribution'] as string,
      },
      task.base,
    ),
    scores: {},
  };
}

/** What `model.json` and the card say of a run that is over, and once it has been assessed of that. */
export function describeModel(
  task: Task,
  { best, settings }: Checkpoint,
  values: Values,
  assessment?: Assessment,
): Manifest {
  return {
    ...draftModel(task, values),
    training: { commit: commit(), ...settings },
    scores: {
      'best epoch': best.epoch,
      [`${task.judgedBy}, nats a tick`]: best.nats,
      ...(assessment && describeScores(assessment)),
    },
  };
}

function describeScores({ on, scores, baselines }: Assessment): Readonly<Record<string, number>> {
  const known = Object.entries({
    [`${on}, velocity error (MIDI)`]: scores.velocityMae,
    [`${on}, offset error (ticks)`]: scores.offsetMae,
  }).filter(([, value]) => Number.isFinite(value));
  return {
    [`${on}, nats a tick`]: scores.natsPerTick,
    [`${on}, ticks`]: scores.ticks,
    [`${on}, accuracy`]: scores.accuracy,
    ...Object.fromEntries(known),
    [`${on}, nats a tick of a unigram`]: baselines.unigram,
    [`${on}, nats a tick of a 5-gram`]: baselines.ngram,
  };
}

/** What `--json` prints (CLI.md). */
export function summarise(
  { skipped }: Task,
  run: Checkpoint,
  values: Values,
  { scores, baselines }: Assessment,
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

/** What git said: the code that runs stays what it is, and git reads all of the checkout. */
let described: string | undefined;

/** The commit of this checkout, for the card, wherever it is called from; `-dirty` where files differ from it. */
function commit(): string {
  return (described ??= describeCheckout());
}

function describeCheckout(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12'], {
      cwd: dirname(fileURLToPath(import.meta.url)),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
