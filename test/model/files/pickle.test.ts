import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../src/model/fault.js';
import { unpickleStrings } from '../../../src/model/files/pickle.js';
import { fixture } from '../../support/fixtures.js';
import { faultOf } from '../../support/faults.js';

interface Pickles {
  notes: string[];
  /** By protocol, in hexadecimal. */
  lists: Record<string, string>;
  many: Record<string, string>;
  refused: Record<string, string>;
  broken: Record<string, string>;
}

const versions = ['python2', 'python3'] as const;
const read = (version: string): Pickles =>
  JSON.parse(new TextDecoder().decode(fixture(`keras/pickles-${version}.json`))) as Pickles;
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

describe.each(versions)('a pickle of %s', (version) => {
  const { notes, lists, many, refused, broken } = read(version);

  it.each(Object.entries(lists))('in protocol %s is the list that it was', (_, hex) => {
    expect(unpickleStrings(bytesOf(hex))).toEqual(notes);
  });

  it.each(Object.entries(many))('in protocol %s may be long', (_, hex) => {
    const strings = Array.from({ length: 2500 }, (_, at) => `${at % 12}.${at % 7}`);
    expect(unpickleStrings(bytesOf(hex))).toEqual(strings);
  });

  it.each(Object.entries(refused))('that holds %s is refused by opcode and offset', (_, hex) => {
    const bytes = bytesOf(hex);
    const { code, line } = faultOf(() => unpickleStrings(bytes));
    expect(code).toBe('PICKLE_REFUSED');
    const [, name, opcode, offset] = /opcode ([A-Z\d_]+) \(0x(..)\) \(at byte (\d+)\)/.exec(line)!;
    expect(name).toMatch(
      /^(GLOBAL|STACK_GLOBAL|INT|BININT1|BINGET|TUPLE\d?|EMPTY_\w+|DICT|(BIN)?FLOAT|NONE|SHORT_BINBYTES)$/,
    );
    expect(bytes[Number(offset)]).toBe(parseInt(opcode!, 16));
  });

  it.each(Object.entries(broken))('that holds %s is no list of strings', (_, hex) => {
    expect(faultOf(() => unpickleStrings(bytesOf(hex))).code).toBe('PICKLE_BROKEN');
  });

  it.each(Object.entries(lists))('in protocol %s is not read when cut short', (_, hex) => {
    const bytes = bytesOf(hex);
    for (let length = 0; length < bytes.length; length++) {
      const { code } = faultOf(() => unpickleStrings(bytes.subarray(0, length)));
      expect(code).toBe('PICKLE_BROKEN');
    }
  });
});

describe('a pickle', () => {
  it.each([
    ['that appends to nothing', 'a.'],
    ['that appends nothing', ']a.'],
    ['whose list never began', 'X\x01\0\0\0ae.'],
    ['that appends a list to itself', ']q\0h\0a.'],
    ['that recalls what it never kept', 'g5\n.'],
    ['that keeps nothing', '\x94.'],
    ['that keeps a mark', '(\x94.'],
    ['that ends with two lists', ']].'],
    ['that ends within a list', '(].'],
    ['with a memo key that is no number', ']px\n.'],
    ['with a string longer than itself', '\x8d\xff\xff\xff\xff\xff\xff\xff\xffA.'],
    ['with a string that is not UTF-8', 'X\x01\0\0\0\xff.'],
    ['with an escape in a string of Python 2', "(lS'\\x41'\na."],
    ['of nothing', ''],
  ])('%s is broken', (_, text) => {
    expect(faultOf(() => unpickleStrings(ascii(text))).code).toBe('PICKLE_BROKEN');
  });

  it('with an opcode that no Python has says so', () => {
    const { line } = faultOf(() => unpickleStrings(ascii(']\xfe')));
    expect(line).toMatch(/none that Python has \(0xfe\) \(at byte 1\).*pickle\.dump/);
  });

  it('that is damaged gives a list of strings or a fault, whatever the damage', () => {
    const originals = versions.flatMap((version) =>
      Object.values(read(version).lists).map(bytesOf),
    );
    const damage = fc.record({
      which: fc.nat(originals.length - 1),
      changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(damage, ({ which, changes }) => {
        const bytes = originals[which]!.slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const result = attempt(() => unpickleStrings(bytes));
        if (result instanceof Fault) expect(result.code).toMatch(/^PICKLE_/);
        else expect(result.every((item) => typeof item === 'string')).toBe(true);
      }),
      { seed: 11, numRuns: 2000 },
    );
  });
});

function attempt<T>(act: () => T): T | Fault {
  try {
    return act();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}
