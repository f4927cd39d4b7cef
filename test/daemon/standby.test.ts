import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { built } from '../support/built.js';
import { scratchFolder } from '../support/scratch-folder.js';

/** A process that is watched, whose threads have gone. */
const watched = (state: string): string => `
  const { Standby } = await import(${JSON.stringify(built('src/daemon/standby.js').href)});
  const values = { 'osc-port': 0, 'http-port': 0, state: ${JSON.stringify(state)}, seconds: 0 };
  const ghostnote = {
    describe: () => ({ models: [{ ticksPerBeat: 4 }], playing: false, presets: { current: null } }),
    on: () => () => undefined,
    ports: { osc: 1, http: 2 },
    answers: () => false,
    ...{ values: {}, modelFolders: {}, paired: [], fade: null },
  };
  const standby = await Standby.called(values, () => undefined);
  standby.watch(ghostnote, () => standby.close());`;

test('a process that is told to quit lives, as long as its end may take, though its threads have gone', async () => {
  const script = watched(await scratchFolder());
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  expect(await once(child, 'message')).toEqual([{ word: 'ready', http: 2 }, undefined]);
  child.send({ word: 'quit' });
  for (let second = 0; second < 2; second += 1)
    expect(await once(child, 'message')).toEqual([{ word: 'alive' }, undefined]);
});
