import { Fault } from '../fault.js';
import type { Codec, CodecSpec } from './codec.js';
import { grids } from './grid.js';
import { StepCodec } from './step.js';
import { stepMaterials } from './step-material.js';
import { TutorialCodec, tutorialSpec } from './tutorial.js';

/** The codec of a spec. Throws `Fault` BAD_VALUE where there is none such. */
export function createCodec(spec: CodecSpec): Codec {
  switch (spec.name) {
    case 'step':
      if (!grids.includes(spec.grid))
        throw new Fault('BAD_VALUE', `a grid of ${spec.grid} ticks to a whole note is not there`, {
          hint: `use --grid with one of ${grids.join(', ')}`,
        });
      return new StepCodec(spec, stepMaterials[spec.material]);
    case 'tutorial':
      if (spec.grid !== tutorialSpec.grid || spec.material !== tutorialSpec.material)
        throw new Fault(
          'BAD_VALUE',
          `the tutorial codec has ${tutorialSpec.grid} ticks to a whole note and takes notes, not ${spec.grid} and ${spec.material}`,
          { hint: 'train it again with --codec tutorial' },
        );
      return new TutorialCodec();
  }
}
