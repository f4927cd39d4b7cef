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
