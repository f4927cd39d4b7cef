import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TakeRequest } from '../../../src/daemon/core/conductor-output.js';
import {
  planFields,
  readPlan,
  readRequest,
  requestFields,
  writePlan,
  writeRequest,
} from '../../../src/daemon/threads/plan-record.js';
import { mostOrders, orderKinds } from '../../../src/model/orders.js';
import { controlNames, type Controls, type TickPlan } from '../../../src/model/tick.js';

const note = fc.record({
  pitch: fc.nat(127),
  velocity: fc.integer({ min: 1, max: 127 }),
  offset: fc.double({ min: -0.5, max: 0.49, noNaN: true }),
});
const notes = fc.array(note, { maxLength: 32, size: 'max' });
const plan: fc.Arbitrary<TickPlan> = fc.record({
  tick: fc.nat(),
  token: fc
    .string({ maxLength: 80, size: 'max', unit: 'grapheme' })
    .filter((text) => text.length <= 160),
  kind: fc.constantFrom('onset', 'hold', 'rest'),
  notes,
  probability: fc.double({ min: 0, max: 1, noNaN: true }),
});
const value = fc.double({ noNaN: true });
const order = fc.record({ kind: fc.constantFrom(...orderKinds), a: value, b: value });
const toControls = (values: readonly number[]) =>
  Object.fromEntries(controlNames.map((name, at) => [name, values[at]!])) as unknown as Controls;
const arrayLength = (length: number) => ({ minLength: length, maxLength: length });
const request: fc.Arbitrary<TakeRequest> = fc.record({
  part: fc.nat(63),
  take: fc.nat(),
  tick: fc.nat(),
  position: fc.nat(15),
  ticksPerBar: fc.nat(64),
  heard: fc.option(notes),
  held: fc.boolean(),
  played: fc.option(plan),
  armed: fc.boolean(),
  controls: fc.array(value, arrayLength(controlNames.length)).map(toControls),
  orders: fc.array(order, { maxLength: mostOrders, size: 'max' }),
});

test('a plan comes out of its record as it went in, wherever it lies', () => {
  fc.assert(
    fc.property(plan, fc.nat(3), (value, at) => {
      const record = new Float64Array(at + planFields).fill(NaN);
      writePlan(record, at, value);
      expect(readPlan(record, at)).toEqual(value);
    }),
  );
});

test('a request comes out of its record as it went in, over whatever was there before', () => {
  const record = new Float64Array(requestFields).fill(NaN);
  fc.assert(
    fc.property(request, (value) => {
      writeRequest(record, value);
      expect(readRequest(record)).toEqual(value);
    }),
  );
});

test('what is too long is cut, and stays within its record', () => {
  const record = new Float64Array(planFields);
  const long = Array.from({ length: 50 }, () => ({ pitch: 1, velocity: 2, offset: 0 }));
  const value: TickPlan = {
    tick: 1,
    token: 'x'.repeat(500),
    kind: 'onset',
    notes: long,
    probability: 1,
  };
  writePlan(record, 0, value);
  const { token, notes: kept } = readPlan(record, 0);
  expect([token.length, kept.length]).toEqual([160, 32]);
});
