import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { noteFaults, soundingAfter } from '../support/notes.js';
import { childrenOf, isStopped } from '../support/processes.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { until } from '../support/until.js';
import { startWired, type Wired } from '../support/wired.js';

const folder = sharedFolder();
beforeAll(() => saveModel(join(folder(), 'model'), smallModel(1, 4)));

/** Each is over once nothing is sent any more. */
const hangs: Record<string, (wired: Wired, file: string) => Promise<void>> = {
  'the MIDI driver does not return': (_, file) => {
    writeFileSync(`${file}.hang`, '');
    return until(() => !existsSync(`${file}.hang`));
  },
  'the process is frozen': (wired) => {
    const [playing] = childrenOf(wired.child.pid!);
    return until(() => {
      process.kill(playing!, 'SIGSTOP');
      while (!isStopped(playing!));
      const sounds = noteFaults(wired.sent()).open > 0;
      if (!sounds) process.kill(playing!, 'SIGCONT');
      return sounds;
    });
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
    await hang(wired, file);
    const hung = wired.sent().length;
    await until(() => wired.err().includes('died (it hung)'));
    const { length } = wired.sent();
    await until(() => wired.sent().length > length + 3 * 16 + 8);
    wired.child.kill('SIGTERM');
    expect((await wired.finished).status).toBe(143);
    const sent = wired.sent();
    expect(noteFaults(sent).open).toBe(0);
    const strike = sent.findIndex(([status], at) => at >= hung && (status & 0xf0) === 0x90);
    expect(soundingAfter(sent.slice(0, strike))).toBe(0);
  },
);
