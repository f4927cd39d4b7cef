import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { lastJson, startGhostnote } from '../support/ghostnote.js';
import { findProgram } from '../support/programs.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { connectSocket } from '../support/socket-client.js';
import { until } from '../support/until.js';

const folder = sharedFolder();
beforeAll(() => saveModel(join(folder(), 'model'), smallModel(1, 4)));

test.runIf(findProgram('prlimit') !== undefined)(
  'a disk that takes no more costs the journal and one line, and no note',
  async () => {
    const place = ['--osc-port', '0', '--http-port', '0', '--state', join(folder(), 'state')];
    const model = ['--model', join(folder(), 'model'), '--tempo', '240'];
    const running = startGhostnote(['play', '--json', ...model, ...place]);
    onTestFinished(() => void running.child.kill('SIGKILL'));
    await until(() => running.err().includes('Hear and steer'));
    execFileSync('prlimit', ['--pid', String(running.child.pid), '--fsize=100']);
    await until(() => running.err().includes('is not kept'));
    const client = await connectSocket(Number(/127\.0\.0\.1:(\d+)/.exec(running.err())![1]));
    for (let tick = 0; tick < 32; tick += 1) await client.next('tick');
    await client.next('note');
    running.child.kill('SIGTERM');
    const finished = await running.finished;
    expect(finished.status).toBe(143);
    expect(finished.err.match(/is not kept from here on.*the music goes on/g)).toHaveLength(1);
    expect(finished.err).not.toMatch(/should not have happened/);
    const { notes_on: on, notes_off: off } = lastJson(finished);
    expect(on).toBeGreaterThan(0);
    expect(off).toBe(on);
  },
);
