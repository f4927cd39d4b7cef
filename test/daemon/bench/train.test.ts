import { expect, it } from 'vitest';
import { timeTraining } from '../../../src/daemon/bench/train.js';
import { architecture } from '../../model/small.js';

it('times the same training on onnxruntime and on TensorFlow.js, and says on which device', async () => {
  const tokensAlone = { ...architecture, feel: 0 };
  for (const [engine, device] of [
    ['ort', 'cpu'],
    ['tfjs', 'js'],
  ] as const) {
    const machine = { engine, device, threads: 1 };
    const timed = await timeTraining(tokensAlone, { T: 4, B: 2 }, machine, 0.1);
    expect(timed.device).toBe(device);
    expect(timed.speed).toBeGreaterThan(0);
  }
});
