import { expect, test } from 'vitest';
import { screenLines } from '../../src/daemon/screen-lines.js';

/** What a terminal shows in the end: each carriage return goes back, and what follows clears the rest. */
function shown(said: string): string[] {
  return said.split('\n').map((line) => line.split('\r').at(-1)!.replace('\x1b[K', ''));
}

test('a line that is kept fresh stays below what else is said, and is no part of it', () => {
  let said = '';
  const { err, over } = screenLines((text) => (said += text));
  err('begins');
  over('12 notes');
  over('9 notes');
  err('a cable went');
  over('14 notes');
  expect(shown(said)).toEqual(['begins', 'a cable went', '14 notes']);
  err('time is up');
  expect(shown(said)).toEqual(['begins', 'a cable went', 'time is up', '']);
});

test('where no line is kept fresh, nothing but text is written', () => {
  let said = '';
  const { err } = screenLines((text) => (said += text));
  err('one');
  err('two');
  expect(said).toBe('one\ntwo\n');
});
