import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OscMessage } from '../../../src/daemon/core/osc-addresses.js';
import { packOsc, unpackOsc } from '../../../src/daemon/io/osc.js';

const tempo: OscMessage = { address: '/ghostnote/tempo', args: [{ type: 'i', value: 90 }] };
const start: OscMessage = { address: '/ghostnote/start', args: [] };

/** A zero would end it (OSC 1.0, "OSC-string"). */
const isText = (value: string) => !value.includes('\0');
const argument = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((value) => ({ type: 'i' as const, value })),
  fc
    .integer({ min: -9999, max: 9999 })
    .map((value) => ({ type: 'f' as const, value: value / 1000 })),
  fc
    .string({ unit: 'grapheme', maxLength: 20, size: 'max' })
    .filter(isText)
    .map((value) => ({ type: 's' as const, value })),
);
const message = fc.record({
  address: fc.stringMatching(/^\/[a-z/-]{0,19}[a-z]$/),
  args: fc.array(argument, { maxLength: 6 }),
});

/** OSC 1.0, "OSC Bundle". */
function bundle(timeTag: bigint, ...elements: Uint8Array[]): Uint8Array {
  const head = Buffer.alloc(16);
  head.write('#bundle');
  head.writeBigUInt64BE(timeTag, 8);
  const sized = elements.flatMap((element) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(element.length);
    return [size, element];
  });
  return Buffer.concat([head, ...sized]);
}

test('what is packed is unpacked the same, floats to the decimals they were meant with', () => {
  fc.assert(
    fc.property(message, (sent) => {
      const { due, requests } = unpackOsc(packOsc(sent));
      expect(due).toBe(-Infinity);
      const args = sent.args.map(({ value }) => (typeof value === 'number' ? value + 0 : value));
      expect(requests).toEqual([{ address: sent.address, args }]);
    }),
  );
});

test('packed messages are those of the specification', () => {
  expect(Buffer.from(packOsc(tempo)).toString('latin1')).toBe(
    '/ghostnote/tempo\0\0\0\0,i\0\0\0\0\0\x5a',
  );
});

test('text is UTF-8, and is padded by its bytes', () => {
  const preset: OscMessage = {
    address: '/p',
    args: ['Ārija', 'żółć'].map((value) => ({ type: 's', value })),
  };
  expect(Buffer.from(packOsc(preset)).toString()).toBe('/p\0\0,ss\0Ārija\0\0żółć\0\0\0\0');
});

test('every argument type of OSC 1.0 and the common extensions is read', () => {
  const bytes = Buffer.concat([
    Buffer.from('/a\0\0,ifsbhdtTFNI\0\0\0\0'),
    Buffer.from('00000005' + '3f800000' + '61620000' + '00000002abcd0000', 'hex'),
    Buffer.from('0000000000000007' + '3ff8000000000000' + '0000000000000001', 'hex'),
  ]);
  expect(unpackOsc(bytes).requests).toEqual([
    { address: '/a', args: [5, 1, 'ab', null, 7, 1.5, 1, true, false, null, Infinity] },
  ]);
});

describe('a bundle', () => {
  const inner = bundle(1n, packOsc(tempo));
  const both = [
    { address: '/ghostnote/start', args: [] },
    { address: '/ghostnote/tempo', args: [90] },
  ];

  test('gives its messages in order, those of nested bundles in their place', () => {
    const packet = unpackOsc(bundle(1n, packOsc(start), inner, packOsc(start)));
    expect(packet.requests).toEqual([...both, both[0]]);
    expect(unpackOsc(bundle(1n)).requests).toEqual([]);
  });

  test('is due at its time tag to the millisecond; "immediately" is long past', () => {
    const seconds = BigInt(1_700_000_000 + 2_208_988_800);
    const tag = (seconds << 32n) | (1n << 31n);
    expect(unpackOsc(bundle(tag, inner)).due).toBe(1_700_000_000_500);
    expect(unpackOsc(bundle(1n, inner)).due).toBeLessThan(0);
  });

  test('nested without end is refused', () => {
    let bytes = packOsc(start);
    for (let depth = 0; depth < 2000; depth++) bytes = bundle(1n, bytes);
    expect(() => unpackOsc(bytes)).toThrow('nested too deep');
  });
});

describe('bytes that are no packet are refused', () => {
  test.each([
    ['', 'multiple of 4'],
    ['/a\0', 'multiple of 4'],
    ['abcd', 'malformed'],
    ['\0\0\0\0', 'malformed'],
    ['/a\0\0', 'type string'],
    ['/a\0\0i\0\0\0\0\0\0\x01', 'comma'],
    ['/a\0\0,i\0\0', 'ends within'],
    ['/a\0\0,q\0\0', 'unsupported'],
    ['/a\0\0,s\0\0', 'ends within'],
    ['/a\0\0,s\0\0abcd', 'ends within'],
    ['/a\0\0,d\0\0\0\0\0\0', 'ends within'],
    ['/a\0\0', 'type string'],
    ['/a\0\0,b\0\0\xff\xff\xff\xff', 'ends within'],
    ['#bundle\0', 'no time tag'],
    ['#bundle\0\0\0\0\0\0\0\0\x01\0\0\0\0', 'element of 0 bytes at byte 16'],
    ['#bundle\0\0\0\0\0\0\0\0\x01\xff\xff\xff\xfc', 'element of 4294967292 bytes'],
    ['#bundle\0\0\0\0\0\0\0\0\x01\0\0\0\x40/a\0\0', 'element of 64 bytes'],
  ])('%j: %s', (text, why) => {
    expect(() => unpackOsc(Buffer.from(text, 'latin1'))).toThrow(why);
  });

  test('any bytes at all, and any cut or change of good ones, give a packet or an Error', () => {
    const good = bundle(1n, packOsc(tempo), packOsc(start), bundle(1n, packOsc(tempo)));
    const changed = fc
      .tuple(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length))
      .map(([at, byte, end]) => {
        const bytes = Uint8Array.from(good);
        bytes[at] = byte;
        return bytes.slice(0, end);
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 64, size: 'max' }), changed), (bytes) => {
        try {
          expect(unpackOsc(bytes).requests).toBeInstanceOf(Array);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect((error as Error).message).not.toBe('');
        }
      }),
      { numRuns: 2000 },
    );
  });
});
