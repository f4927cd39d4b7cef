import { expect, it } from 'vitest';
import { ProgressLine } from '../../scripts/train/progress-line.js';

/** What is written at each of these seconds, of so many steps done. */
function written(
  about: { readonly from: number; readonly after: number },
  shows: readonly (readonly [second: number, done: number])[],
  { isTTY = true, columns = 80 } = {},
): string[] {
  let now = 0;
  const lines: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => lines.push(text) > 0 };
  const line = new ProgressLine('epoch 2 of 4', about, stream, () => now);
  for (const [second, done] of shows) {
    now = 1000 * second;
    line.show(done, 100, 'loss 1');
  }
  line.end('done');
  return lines.map((text) => text.replace('\r\x1b[K', ''));
}

it('says the time left of the epoch and of all, by what was done since it began', () => {
  expect(written({ from: 0, after: 2 }, [[10, 20]])).toEqual([
    'epoch 2 of 4 [##........] loss 1, 40 s left, 2 min of all',
    'epoch 2 of 4: done, 10.0 s\n',
  ]);
  // Resumed at step 80, five steps took ten seconds.
  expect(written({ from: 80, after: 0 }, [[10, 85]])[0]).toMatch(/loss 1, 30 s left$/);
  expect(written({ from: 0, after: 99 }, [[10, 1]])[0]).toMatch(
    /, 17 min left, 27 h 47 min of all/,
  );
});

it('is written ten times a second at most, and only its end where nobody watches', () => {
  const often = Array.from({ length: 100 }, (_, at) => [at / 100, at + 1] as const);
  expect(written({ from: 0, after: 0 }, often).length).toBeLessThanOrEqual(12);
  expect(written({ from: 0, after: 0 }, often, { isTTY: false })).toEqual([
    'epoch 2 of 4: done, 1.0 s\n',
  ]);
});

it('is no longer than the terminal is wide', () => {
  const narrow = written({ from: 0, after: 2 }, [[10, 20]], { columns: 30 });
  expect(narrow[0]).toBe('epoch 2 of 4 [##........] los');
  expect(written({ from: 0, after: 0 }, [[10, 20]], { columns: 0 })[0]).toMatch(/40 s left$/);
});
