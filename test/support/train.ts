import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as TrainCommand from '../../scripts/train/command.js';
import type * as Faults from '../../src/model/fault.js';
import { built } from './built.js';
import type { Finished } from './ghostnote.js';

/** A network so small that an epoch takes no time. */
export const tiny = [
  '--hidden',
  '8',
  '--embedding',
  '4',
  '--feel',
  '4',
  '--window',
  '8',
  '--batch',
  '4',
  '--threads',
  '1',
  '--steps',
  '1',
];

/** The compiled one: only from there the models that come with it are where it looks for them. */
const [{ runTraining }, { describeFault, Fault }] = (await Promise.all(
  ['scripts/train/command', 'src/model/fault'].map((file) => import(built(`${file}.js`).href)),
)) as [typeof TrainCommand, typeof Faults];

export interface Circumstances {
  /** Sends a signal once it has said this: Ctrl-C unless set. */
  readonly signalAfter?: RegExp;
  readonly signal?: NodeJS.Signals;
  /** How large a file may get, in KiB: a disk that is full. */
  readonly blocks?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs `npm run train` in a folder: in a process of its own where something is to befall it, else in this one, where it has no
 * modules to load.
 */
export const trainIn =
  (folder: () => string) =>
  (args: readonly string[], circumstances: Circumstances = {}): Promise<Finished> => {
    const { signalAfter, blocks, env } = circumstances;
    return signalAfter === undefined && blocks === undefined
      ? trainHere(folder(), args, env)
      : trainThere(folder(), args, circumstances);
  };

async function trainHere(
  folder: string,
  args: readonly string[],
  env: Circumstances['env'],
): Promise<Finished> {
  let out = '';
  let err = '';
  const own = { GHOSTNOTE_OUT: join(folder, 'run'), GHOSTNOTE_STATE: join(folder, 'state') };
  const status = await runTraining(
    args,
    { ...own, ...env },
    {
      out: (line) => (out += `${line}\n`),
      screen: { write: (text: string) => (err += text) !== '' },
    },
  ).catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error;
    err += `train: ${describeFault(error)}\n`;
    return error.exit;
  });
  return { status, out, err };
}

function trainThere(
  folder: string,
  args: readonly string[],
  { signalAfter, signal = 'SIGINT', blocks, env }: Circumstances,
): Promise<Finished> {
  const entry = [process.execPath, fileURLToPath(built('scripts/train.js')), ...args];
  const shell = ['bash', '-c', `ulimit -f ${blocks ?? 0}; exec "$@"`, 'bash', ...entry];
  const [program, ...rest] = blocks === undefined ? entry : shell;
  const child = spawn(program!, rest, {
    stdio: 'pipe',
    cwd: folder,
    env: { ...process.env, XDG_STATE_HOME: join(folder, 'state'), ...env },
  });
  let out = '';
  let err = '';
  let signalled = false;
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    if (signalled || signalAfter?.test(err) !== true) return;
    signalled = true;
    child.kill(signal);
  });
  return new Promise((resolve) =>
    child.once('close', (status) => resolve({ status: status ?? -1, out, err })),
  );
}
