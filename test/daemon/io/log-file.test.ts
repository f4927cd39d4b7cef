import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LogFile } from '../../../src/daemon/io/log-file.js';
import { scratchFolder } from '../../support/scratch-folder.js';

test('each line is an object with time, level, process and text, in order', async () => {
  const file = join(await scratchFolder(), 'logs', 'ghostnote.log');
  const log = new LogFile(file, 1e6, () => '2026-01-01T00:00:00.000Z');
  log.log('info', 'one\nwith a line break');
  log.log('error', 'two');
  await log.flush();
  const { pid } = process;
  const time = '2026-01-01T00:00:00.000Z';
  expect(
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { time, level: 'info', pid, text: 'one\nwith a line break' },
    { time, level: 'error', pid, text: 'two' },
  ]);
});

test('files are five at most, each within the limit, and the newest has the last line', async () => {
  const folder = await scratchFolder();
  const file = join(folder, 'ghostnote.log');
  for (let line = 0; line < 200; line += 1) {
    // A new process each time finds the file as it is.
    const log = new LogFile(file, 1000);
    log.log('info', `line ${line}`);
    await log.flush();
  }
  expect(readdirSync(folder)).toHaveLength(5);
  for (const name of readdirSync(folder))
    expect(readFileSync(join(folder, name)).length).toBeLessThanOrEqual(1000);
  expect(readFileSync(file, 'utf8')).toContain('line 199');
  expect(readFileSync(`${file}.1`, 'utf8')).not.toContain('line 199');
});

test('processes that write by turns fill a file before the next one begins', async () => {
  const folder = await scratchFolder();
  const file = join(folder, 'ghostnote.log');
  const logs = [1, 2, 3].map(() => new LogFile(file, 1000));
  for (let line = 0; line < 99; line += 1) {
    logs[line % 3]!.log('info', `line ${line}`);
    await logs[line % 3]!.flush();
  }
  const sizes = [1, 2, 3, 4].map((number) => readFileSync(`${file}.${number}`).length);
  for (const size of sizes) expect(size).toBeGreaterThan(900);
  for (const size of sizes) expect(size).toBeLessThanOrEqual(1000);
});

test('a disk that does not take it costs the log, and nothing else', async () => {
  const folder = await scratchFolder({ taken: 'a file where a folder should be' });
  const log = new LogFile(join(folder, 'taken', 'ghostnote.log'), 1000);
  log.log('warn', 'lost');
  await log.flush();
  expect(readdirSync(folder)).toEqual(['taken']);
});
