import type { Values } from '../../src/daemon/core/setting.js';
import type { Pace } from '../../src/model/train/trainer.js';

/** The settings of a run, as the parts of the trainer take them. */

export function paceOf(values: Values): Pace {
  return {
    epochs: values['epochs'] as number,
    lr: values['lr'] as number,
    warmup: values['warmup'] as number,
    schedule: values['schedule'] as Pace['schedule'],
  };
}

/** Where onnxruntime scores and plays what was learned; learns as well, but with `--engine tfjs`. */
export function machineOf(values: Values): { engine: 'ort'; device: string; threads: number } {
  return {
    engine: 'ort',
    device: values['engine'] === 'tfjs' ? 'cpu' : (values['device'] as string),
    threads: values['threads'] as number,
  };
}

/** So many ticks are scored at least where there are as many: by a few dozen, luck would choose the epoch that is kept. */
const leastScored = 1000;

/** Of so many ticks, every how-manieth is scored. */
export function strideOf(values: Values, ticks: number): number {
  return Math.max(1, Math.min(values['stride'] as number, Math.floor(ticks / leastScored)));
}
