import { expect, test } from 'vitest';
import { crashReport } from '../../src/daemon/crash-report.js';

const crash = {
  time: '2026-01-01T00:00:00.000Z',
  version: '1.2.3',
  cause: 'SIGSEGV',
  seconds: 5000,
  words: [
    'play',
    '--headless',
    '--record=our song.mid',
    '--model',
    '/home/me/secret',
    '-x',
    '--nudge',
    '-20',
  ],
  machine: ['node 20', 'linux x64'],
  home: '/home/me',
  said: `${'x'.repeat(9000)}\nFATAL ERROR: heap out of memory\n`,
};

test('a crash report has cause, machine and last words', () => {
  const text = crashReport(crash);
  expect(text).toContain('ghostnote 1.2.3 died: SIGSEGV');
  expect(text).toContain('node 20\nlinux x64');
  expect(text).toContain('FATAL ERROR: heap out of memory');
  expect(text.length).toBeLessThan(9000);
});

test('it has the names of settings and not what they are set to', () => {
  const text = crashReport(crash);
  expect(text).toContain('set on the command line: --headless --record --model -x --nudge\n');
  expect(text).not.toMatch(/song|secret/);
});

test('it has no code that lets a phone in, no name of a user, and no line that was written over', () => {
  const said = [
    'On a phone, open http://192.0.2.2:8765/?code=KYNN7N (what follows = is the code).',
    '\rghostnote plays | 8 notes\x1b[K\rghostnote plays | 17 notes\x1b[KFATAL ERROR',
    'wrote /home/me/out.mid',
  ].join('\n');
  const text = crashReport({ ...crash, said });
  expect(text).toContain(
    'On a phone, open http://192.0.2.2:8765/?code=… (what follows = is the code).\nFATAL ERROR\nwrote ~/out.mid\n',
  );
});

test.each(['/', undefined])('with the home %s its last words are as they were said', (home) => {
  const said = 'Hear and steer it at http://127.0.0.1:8765/.';
  expect(crashReport({ ...crash, said, home })).toContain(said);
});
