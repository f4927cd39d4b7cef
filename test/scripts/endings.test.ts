import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { endable, endings } from '../../scripts/train/endings.js';
import { built } from '../support/built.js';

/** Says what it does, and works until a signal comes. */
const worker = `
  import { endable } from '${built('scripts/train/endings.js').href}';
  const letGo = async () => void console.log('let go');
  await endable(letGo, () => {
    console.log('works');
    return new Promise((done) => setTimeout(done, 60_000));
  });
  console.log('done');
`;

it.each(endings)('%s ends what may be ended, once what it held is let go of', async (signal) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', worker]);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said === 'works\n') child.kill(signal);
  });
  const ended = await new Promise((resolve) => {
    child.once('close', (_, by) => resolve(by));
  });
  expect([said, ended]).toEqual(['works\nlet go\n', signal]);
});

it('leaves signals as they were when its work is done, or fails', async () => {
  const before = endings.map((each) => process.listenerCount(each));
  const letGo = (): Promise<void> => Promise.resolve();
  expect(await endable(letGo, () => Promise.resolve(3))).toBe(3);
  await expect(endable(letGo, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(endings.map((each) => process.listenerCount(each))).toEqual(before);
});
