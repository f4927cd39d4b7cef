import { parseArguments, type Usage } from '../../src/daemon/core/arguments.js';
import { renderCommandHelp } from '../../src/daemon/core/help.js';
import { mistypedVariables } from '../../src/daemon/core/mistyped-variables.js';
import type { Setting, Values } from '../../src/daemon/core/setting.js';
import { settings } from '../../src/daemon/core/settings.js';
import { Fault } from '../../src/model/fault.js';
import { saveModel } from '../../src/model/files/model-folder.js';
import { linesOf } from '../../src/model/files/notices.js';
import { openBase, shapedAs } from './base.js';
import { beginRun, findRun, folderOf } from './begin.js';
import { endable } from './endings.js';
import { holdFolder } from './hold-folder.js';
import { learn } from './learn.js';
import { fromDefaults, options, tutorialDefaults, usual } from './options.js';
import type { Screen } from './progress-line.js';
import { playLine } from './play-line.js';
import { describeModel, summarise } from './result.js';
import { stepTask } from './step-task.js';
import { tutorialTask } from './tutorial-task.js';

/** What a run says: to machines line by line, to people on a screen. */
export interface TrainingIo {
  readonly out: (line: string) => void;
  readonly screen: Screen;
}

const usage: Usage = {
  name: 'train',
  typed: 'npm run train --',
  help: 'learn from MIDI files',
  options,
  positionals: '',
};

/**
 * `npm run train -- ARGV`; gives its exit status, 130 for a run that was stopped. Ctrl-C and the like are heard while it
 * learns. @throws Fault for wrong use and for whatever it fails on
 */
export async function runTraining(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  io: TrainingIo,
): Promise<number> {
  if (argv.includes('--help')) {
    io.out(renderCommandHelp(usage));
    return 0;
  }
  for (const line of mistypedVariables(env, [...settings, ...options]))
    io.screen.write(`train: ${line}\n`);
  const { values } = parseArguments(argv, usage, env);
  const isTutorial = values['codec'] === 'tutorial';
  if (!isTutorial && values['from'] === '') return train(values, io);
  const others = isTutorial ? tutorialDefaults : fromDefaults;
  const changed = options.map((setting) => ({
    ...setting,
    default: others[setting.name] ?? setting.default,
  })) as Setting[];
  return train(parseArguments(argv, { ...usage, options: changed }, env).values, io);
}

async function train(values: Values, io: TrainingIo): Promise<number> {
  if (values['data'] === '') {
    throw new Fault('USAGE', 'train needs MIDI files', { hint: 'add --data FOLDER' });
  }
  const letGo = await holdFolder(folderOf(values));
  try {
    return await trainHere(values, io, letGo);
  } finally {
    await letGo();
  }
}

async function trainHere(
  given: Values,
  { out, screen }: TrainingIo,
  letGo: () => Promise<void>,
): Promise<number> {
  const say = (line: string): void => void screen.write(`${line}\n`);
  const base = await openBase(given);
  const asked = base === undefined ? given : shapedAs(given, usual, base);
  const found = await findRun(asked);
  const values = { ...asked, ...found?.settings };
  const taskOf = values['codec'] === 'tutorial' ? tutorialTask : stepTask;
  const task = await endable(letGo, () => taskOf(values, say, base));
  say(task.about);
  for (const line of linesOf(task)) say(line);
  const folder = values['out'] as string;
  const begun = beginRun(found, task, values);
  const run = await learn(task, begun, values, screen);
  if (run === undefined) return 130;
  const { params } = run.best;
  // Whatever happens now, it is there.
  await saveModel(folder, { params, manifest: describeModel(task, run, values) });
  const assessment = await endable(letGo, () => {
    say(`saved to ${folder}; it is scored now`);
    return task.assess(params);
  });
  await saveModel(folder, { params, manifest: describeModel(task, run, values, assessment) });
  const { on, scores, baselines } = assessment;
  say(
    `${scores.natsPerTick.toFixed(4)} nats a tick on the ${on} pieces, ` +
      `where a 5-gram has ${baselines.ngram.toFixed(4)}`,
  );
  say(`to hear it: ${playLine(folder, task)}`);
  if (base !== undefined && run.best.epoch === 0)
    say(`no epoch did better than "${base.manifest.name}" as it was: that is what is saved`);
  if (scores.natsPerTick > baselines.ngram)
    say('that is worse than to count what follows what: more files, --epochs or --steps may help');
  if (values['json'] === true) {
    out(JSON.stringify(summarise(task, run, values, assessment)));
  }
  return 0;
}
