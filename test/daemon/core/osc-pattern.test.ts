import { expect, test } from 'vitest';
import fc from 'fast-check';
import { compilePattern, isPattern } from '../../../src/daemon/core/osc-pattern.js';

test.each([
  ['/g/part/*/mute', ['/g/part/1/mute', '/g/part/12/mute'], ['/g/part/mute', '/g/part/1/2/mute']],
  ['/g/te*', ['/g/tempo', '/g/temperature', '/g/te'], ['/g/swing', '/g/te/x']],
  ['/g/part/?/level', ['/g/part/1/level'], ['/g/part/10/level', '/g/part//level']],
  ['/g/part/[13]/on', ['/g/part/1/on', '/g/part/3/on'], ['/g/part/2/on']],
  ['/g/part/[2-4]/on', ['/g/part/2/on', '/g/part/4/on'], ['/g/part/1/on', '/g/part/-/on']],
  ['/g/part/[!1]/on', ['/g/part/2/on'], ['/g/part/1/on', '/g/part///on']],
  ['/g[*-9]a[!*-9]b', ['/g1axb'], ['/g/axb', '/g1a/b', '/g1a1b']],
  ['/g/[a-]b', ['/g/ab', '/g/-b'], ['/g/cb']],
  ['/g/top-{p,k}', ['/g/top-p', '/g/top-k'], ['/g/top-', '/g/top-pk', '/g/top-{p,k}']],
  ['/{g,h}/*-*-*', ['/h/beats-per-bar', '/g/a--'], ['/g/top-p']],
  ['/g/**', ['/g/tempo'], ['/g/part/1']],
  ['/g/a.c*', ['/g/a.cd'], ['/g/abcd']],
  ['/g/(a|b)+$*', ['/g/(a|b)+$x'], ['/g/ab']],
])('%s matches as OSC 1.0 has it', (pattern, matched, others) => {
  const matches = compilePattern(pattern)!;
  expect(isPattern(pattern)).toBe(true);
  expect([...matched, ...others].filter(matches)).toEqual(matched);
});

test.each([
  '/g/[ab',
  '/g/ab]',
  '/g/{a',
  '/g/a}',
  '/g/{a,{b}}',
  '/g/[z-a]',
  '/g/[]',
  '/*a*b*c*d*e',
  `/${'?'.repeat(200)}`,
])('%s is no pattern', (pattern) => expect(compilePattern(pattern)).toBeUndefined());

test('an address without special characters matches itself alone', () => {
  expect(isPattern('/ghostnote/top-p')).toBe(false);
  const matches = compilePattern('/ghostnote/top-p')!;
  expect(['/ghostnote/top-p', '/ghostnote/top-k', '/ghostnote/top_p'].filter(matches)).toHaveLength(
    1,
  );
});

test('no text at all throws, or takes long', () => {
  const nearly = fc.string({
    unit: fc.constantFrom(...Array.from('/ab-!,?*[]{}^\\$|(')),
    maxLength: 130,
    size: 'max',
  });
  fc.assert(
    fc.property(fc.oneof(fc.string(), nearly), nearly, (pattern, address) => {
      expect([true, false, undefined]).toContain(compilePattern(pattern)?.(address));
    }),
    { numRuns: 500 },
  );
});
