import { expect, test } from 'vitest';
import { Fault } from '../../../src/model/fault.js';
import { Thread } from '../../../src/daemon/threads/thread.js';

/** A worker made of a few lines. */
function code(source: string): URL {
  const lines = `import { parentPort, workerData } from 'node:worker_threads';\n${source}`;
  return new URL(`data:text/javascript,${encodeURIComponent(lines)}`);
}
const ready = `parentPort.postMessage({ type: 'ready', ready: workerData });`;
const turn = (source: string) => `parentPort.once('message', () => { ${source} });`;

const deaths: Readonly<Record<string, string>> = {
  'throws in an event': turn(`throw new Error('boom');`),
  'leaves a promise rejected': turn(`Promise.reject(new Error('boom'));`),
  'throws what is no error': turn(`throw 'boom';`),
  'runs out of memory': turn(`for (const all = []; ; ) all.push(new Array(1e6).fill(0));`),
  'exits with a status': turn(`process.exit(3);`),
  'exits with status 0': turn(`process.exit(0);`),
  'runs out of things to do': turn(``),
  'says what nobody knows': turn(
    `parentPort.postMessage({ type: 'boom' }); setInterval(() => {}, 50);`,
  ),
};

function started(source: string) {
  const faults: Fault[] = [];
  const warnings: string[] = [];
  const thread = Thread.start<string>({
    name: 'test',
    entry: code(source),
    data: 'hello',
    warned: (text) => warnings.push(text),
    died: (fault) => faults.push(fault),
  });
  return { thread, faults, warnings };
}

test.each(Object.entries(deaths))('a thread that %s is one THREAD_DIED', async (_, source) => {
  const { thread, faults } = started(source + ready);
  const { begin, end } = bound(await thread);
  begin('go');
  await expect.poll(() => faults.length, { timeout: 20_000 }).toBe(1);
  expect(faults[0]).toBeInstanceOf(Fault);
  expect(faults[0]!.code).toBe('THREAD_DIED');
  expect(faults[0]!.message).toMatch(/^The test thread died: /);
  await end(0);
  expect(faults).toHaveLength(1);
});

test.each([
  ['does not parse', 'let = ;'],
  ['throws as it loads', `throw new Error('boom');`],
  ['ends before it is ready', ''],
  ['imports what is not there', `await import('./nowhere.js');`],
])('a thread that %s rejects with THREAD_DIED', async (_, source) => {
  const { thread, faults } = started(source);
  await expect(thread).rejects.toMatchObject({ name: 'Fault', code: 'THREAD_DIED' });
  expect(faults).toEqual([]);
});

test('a thread that refuses rejects with its own fault, whole', async () => {
  const fault = { code: 'MODEL_MISSING', message: 'no model', hint: 'train one', file: 'x' };
  const { thread } = started(
    `parentPort.postMessage({ type: 'refused', fault: ${JSON.stringify(fault)} });`,
  );
  await expect(thread).rejects.toMatchObject({ name: 'Fault', ...fault });
});

test('a thread gives what it is ready with, and its warnings', async () => {
  const warning = `parentPort.postMessage({ type: 'warning', text: 'careful' });`;
  const { thread, warnings, faults } = started(turn(warning) + ready);
  const { ready: value, begin, end } = bound(await thread);
  expect(value).toBe('hello');
  begin('go');
  await expect.poll(() => warnings).toEqual(['careful']);
  await end(1000);
  expect(faults.length).toBeLessThanOrEqual(1);
});

test('a thread that was asked to end is no fault, even where it has to be ended by force', async () => {
  const { thread, faults } = started(`${ready} for (;;);`);
  const running = await thread;
  expect(running.alive).toBe(true);
  await running.end(20);
  expect(running.alive).toBe(false);
  expect(faults).toEqual([]);
});

function bound(thread: Thread<string>) {
  return {
    ready: thread.ready,
    begin: (message: unknown) => thread.tell(message),
    end: (grace: number) => thread.end(grace),
  };
}
