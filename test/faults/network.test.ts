import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runGhostnote, startGhostnote } from '../support/ghostnote.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { socketsOf } from '../support/sockets.js';
import { until } from '../support/until.js';

const linux = process.platform === 'linux';
if (!linux) process.stdout.write('network: skipped: there is no /proc\n');

test.runIf(linux)(
  'unless it is told otherwise it hears this machine alone, and calls nobody',
  async () => {
    const ports = ['--osc-port', '0', '--http-port', '0'];
    const running = startGhostnote(['play', '--headless', '--seconds', '4', ...ports]);
    await until(() => running.err().includes('Hear and steer it'));
    const seen = new Set<string>();
    let over = false;
    void running.finished.then(() => (over = true));
    await until(() => {
      if (running.child.exitCode === null)
        for (const socket of socketsOf(running.child.pid!)) seen.add(JSON.stringify(socket));
      return over;
    });
    expect((await running.finished).status).toBe(0);
    const nobody = '0.0.0.0';
    expect([...seen].map((socket) => JSON.parse(socket) as unknown).toSorted()).toEqual([
      { protocol: 'tcp', local: '127.0.0.1', remote: nobody },
      { protocol: 'udp', local: '127.0.0.1', remote: nobody },
    ]);
  },
);

test('the code that lets a phone in is said, and is in no file but its own', async () => {
  const state = await scratchFolder();
  const ports = ['--osc-port', '0', '--http-port', '0'];
  const words = ['play', '--headless', '--lan', '--seconds', '1', '--state', state, ...ports];
  const { err } = await runGhostnote(words);
  const [, code = ''] = /\?code=(\w+)/.exec(err) ?? [];
  expect(code).toHaveLength(6);
  const files = await readdir(state, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const told = paths.filter((path) => readFileSync(path, 'utf8').includes(code));
  expect([paths.length > 1, told]).toEqual([true, [join(state, 'pairing.json')]]);
});
