import { expect, it } from 'vitest';
import type * as Measure from '../../../src/model/engine/measure.js';
import { built } from '../../support/built.js';
import { architecture, smallModel } from '../small.js';

// The compiled one: only from there the process is found in which a device is tried.
const { describeMeasurements, measureEngines } = (await import(
  built('src/model/engine/measure.js').href
)) as typeof Measure;
const { params } = smallModel();

it('measures each engine that loads, the fastest first, and says why another does not', async () => {
  const choices = [
    { engine: 'tfjs', device: 'js' },
    { engine: 'ort', device: 'cpu' },
    { engine: 'ort', device: 'nowhere' },
  ];
  const found = await measureEngines({ architecture, params, window: 12 }, choices);
  const { measured, failed } = found;
  expect(measured.map(({ engine }) => engine).sort()).toEqual(['ort', 'tfjs']);
  const [first, second] = measured;
  expect(first!.step_ms.p99).toBeLessThanOrEqual(second!.step_ms.p99);
  expect(failed).toEqual([
    {
      engine: 'ort',
      device: 'nowhere',
      reason: expect.stringMatching(/^onnxruntime .*nowhere/) as string,
    },
  ]);
  const lines = describeMeasurements(found);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^\w+ on \w+: step [\d.]+ ms \(p99 [\d.]+\)/);
});
