import { expect, test } from 'vitest';
import fc from 'fast-check';
import { parseCommandArgument } from '../../../src/daemon/core/command-argument.js';
import { Fault } from '../../../src/model/fault.js';
import { faultOf } from '../../support/faults.js';

const bare = { name: 'tap' };
const preset = { name: 'recall', argument: { name: 'a preset', type: 'text', help: '?' } } as const;
const jump = { name: 'jump', argument: { name: 'a bar', type: 'number', help: '?' } } as const;
const save = { name: 'save', argument: { ...preset.argument, optional: true } } as const;

test.each([
  [bare, undefined, undefined],
  [preset, 'verse', 'verse'],
  [preset, 3, '3'],
  [jump, 4, 4],
  [jump, '4', 4],
  [jump, 0, 0],
  [save, undefined, undefined],
  [save, '', undefined],
  [save, 'verse', 'verse'],
])('%o takes %o', (command, raw, value) => {
  expect(parseCommandArgument(command, raw)).toBe(value);
});

test.each([
  [bare, 'x', 'tap takes nothing, not "x"'],
  [preset, undefined, 'recall needs a preset'],
  [preset, '', 'recall needs a preset'],
  [preset, true, 'recall cannot take true'],
  [jump, 'soon', 'jump cannot take "soon" for a bar'],
  [jump, NaN, 'jump cannot take NaN'],
  [save, null, 'save cannot take null'],
])('%o refuses %o: %s', (command, raw, expected) => {
  const { code, line } = faultOf(() => parseCommandArgument(command, raw));
  expect(code).toBe('BAD_VALUE');
  expect(line).toContain(expected);
});

test('nothing at all does worse than a fault', () => {
  fc.assert(
    fc.property(fc.constantFrom(bare, preset, jump, save), fc.anything(), (command, raw) => {
      try {
        expect(['undefined', 'string', 'number']).toContain(
          typeof parseCommandArgument(command, raw),
        );
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
    }),
  );
});
