import { describeFault, Fault } from '../src/model/fault.js';
import { runTraining } from './train/command.js';

// A terminal that was closed takes no more lines: what was learned is saved all the same.
process.stderr.on('error', () => undefined);

runTraining(process.argv.slice(2), process.env, {
  out: (line) => process.stdout.write(`${line}\n`),
  screen: process.stderr,
}).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    if (!(error instanceof Fault)) throw error;
    process.stderr.write(`train: ${describeFault(error)}\n`);
    process.exitCode = error.exit;
  },
);
