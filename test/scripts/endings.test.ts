import { expect, it, vi } from 'vitest';
import { endable, endings } from '../../scripts/train/endings.js';

it.each(endings)('%s ends what may be ended, once what it held is let go of', async (signal) => {
  const done: string[] = [];
  const killed = new Promise<void>((resolve) => {
    vi.spyOn(process, 'kill').mockImplementation((pid, how) => {
      done.push(`${pid === process.pid ? 'this' : 'another'} ${String(how)}`);
      resolve();
      return true;
    });
  });
  const before = endings.map((each) => process.listenerCount(each));
  let finish = (): void => undefined;
  const work = new Promise<void>((resolve) => (finish = resolve));
  const letGo = async (): Promise<void> => {
    await Promise.resolve();
    done.push('let go');
  };
  const ended = endable(letGo, () => work);
  process.emit(signal, signal);
  await killed;
  expect(done).toEqual(['let go', `this ${signal}`]);
  expect(endings.map((each) => process.listenerCount(each))).toEqual(before);
  finish();
  await ended;
  vi.restoreAllMocks();
});

it('leaves signals as they were when its work is done, or fails', async () => {
  const before = endings.map((each) => process.listenerCount(each));
  const letGo = (): Promise<void> => Promise.resolve();
  expect(await endable(letGo, () => Promise.resolve(3))).toBe(3);
  await expect(endable(letGo, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(endings.map((each) => process.listenerCount(each))).toEqual(before);
});
