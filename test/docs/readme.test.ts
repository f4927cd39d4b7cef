import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Each command that README.md tells a reader to type, and what runs it: a file, and what in it does. */
const exercised: Readonly<Record<string, { readonly by: string; readonly where: string }>> = {
  'npm ci && npm start': { by: '.ci/run', where: 'npm ci' },
  'npm test': { by: '.ci/run', where: 'npm test' },
  'npm run test:alsa': { by: '.ci/run', where: 'npm run test:alsa' },
};

it('README.md shows only commands that something runs', () => {
  const readme = readFileSync('README.md', 'utf8');
  const shown = [...readme.matchAll(/^```sh\n(.*?)^```/gms)]
    .flatMap((block) => block[1]!.split('\n'))
    .map((line) => line.replace(/\s+#.*/, '').trim())
    .filter((line) => line !== '');
  expect(new Set(shown), 'the table in this test and README.md differ').toEqual(
    new Set(Object.keys(exercised)),
  );
});

it.each(Object.entries(exercised))('`%s` is run where the table says', (_, { by, where }) => {
  expect(readFileSync(by, 'utf8')).toContain(where);
});
