import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/model/fault.js';
import { Rng } from '../../src/model/rng.js';
import {
  decodeSafetensors,
  encodeSafetensors,
  safetensorsMetadata,
} from '../../src/model/safetensors.js';

const tensors = [
  { name: 'a', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
  { name: 'b', shape: [1], data: Float32Array.of(-0.5) },
];

describe('safetensors', () => {
  it('reads back what it wrote, bit for bit', () => {
    expect(decodeSafetensors(encodeSafetensors(tensors), tensors)).toEqual(
      tensors.map(({ data }) => data),
    );
  });

  it('reads back what goes with the tensors, whatever its letters', () => {
    const metadata = { name: 'Größe "7/8" 鼓\n\\', notes: '{"a": 1}' };
    const bytes = encodeSafetensors(tensors, metadata);
    expect(safetensorsMetadata(bytes)).toEqual(metadata);
    expect(decodeSafetensors(bytes, tensors)).toEqual(tensors.map(({ data }) => data));
    expect(safetensorsMetadata(encodeSafetensors(tensors))).toEqual({});
  });

  it('lays its numbers at a multiple of 8 bytes, as the format asks', () => {
    const bytes = encodeSafetensors(tensors);
    expect((bytes.length - 7 * 4) % 8).toBe(0);
  });

  it.each([
    [
      'a file cut short',
      (bytes: Uint8Array) => bytes.slice(0, bytes.length - 1),
      'reaches past the end',
    ],
    ['a file of five bytes', (bytes: Uint8Array) => bytes.slice(0, 5), 'ends after 5 bytes'],
    ['a huge header', (bytes: Uint8Array) => bytes.fill(0xff, 0, 8), 'claims a header of'],
    ['a header that is no JSON', (bytes: Uint8Array) => bytes.fill(0x41, 8, 12), 'not JSON'],
  ])('refuses %s with the place of the fault', (_, spoil, message) => {
    const read = () => decodeSafetensors(spoil(encodeSafetensors(tensors)), tensors);
    expect(read).toThrow(Fault);
    expect(read).toThrow(message);
  });

  it('refuses a missing tensor, another shape, and what is not a number', () => {
    const bytes = encodeSafetensors(tensors);
    expect(() => decodeSafetensors(bytes, [{ name: 'c', shape: [1] }])).toThrow('has no tensor c');
    expect(() => decodeSafetensors(bytes, [{ name: 'a', shape: [3, 2] }])).toThrow('is F32 [2, 3]');
    for (const odd of [NaN, Infinity]) {
      const bad = encodeSafetensors([{ name: 'a', shape: [2], data: Float32Array.of(0, odd) }]);
      expect(() => decodeSafetensors(bad, [{ name: 'a', shape: [2] }])).toThrow(`holds ${odd}`);
    }
  });

  it('gives tensors or a fault for any damage, never another error', () => {
    const rng = new Rng(9);
    for (let round = 0; round < 2000; round++) {
      const bytes = encodeSafetensors(tensors);
      for (let hits = 0; hits <= rng.below(4); hits++)
        bytes[rng.below(bytes.length)] = rng.below(256);
      try {
        decodeSafetensors(
          bytes.slice(0, bytes.length - (rng.below(4) === 0 ? rng.below(60) : 0)),
          tensors,
        );
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
    }
  });
});
