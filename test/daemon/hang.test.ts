import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { noteFaults } from '../support/notes.js';
import { childrenOf } from '../support/processes.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { until } from '../support/until.js';
import { startWired, type Wired } from '../support/wired.js';

const folder = sharedFolder();
beforeAll(() => saveModel(join(folder(), 'model'), smallModel(1, 4)));

const hangs: Record<string, (wired: Wired, file: string) => void> = {
  'the MIDI driver does not return': (_, file) => writeFileSync(`${file}.hang`, ''),
  'the process is frozen': ({ child }) => {
    process.kill(childrenOf(child.pid!)[0]!, 'SIGSTOP');
  },
};

test.runIf(process.platform === 'linux').each(Object.entries(hangs))(
  'where %s another process ends the notes and plays on',
  { timeout: 60_000 },
  async (name, hang) => {
    const file = join(folder(), name);
    const place = ['--osc-port', '0', '--http-port', '0', '--state', join(folder(), 'state')];
    const model = ['--model', join(folder(), 'model'), '--tempo', '240'];
    const wired = startWired(file, ['play', '--headless', ...model, ...place]);
    onTestFinished(() => void wired.child.kill('SIGKILL'));
    await until(() => wired.sent().length > 8);
    hang(wired, file);
    await until(() => wired.err().includes('died (it hung)'));
    const { length } = wired.sent();
    await until(() => wired.sent().length > length + 3 * 16 + 8);
    wired.child.kill('SIGTERM');
    expect((await wired.finished).status).toBe(143);
    expect(noteFaults(wired.sent()).open).toBe(0);
  },
);
