import type { Engine, EngineChoice } from '../engine.js';
import { Fault } from '../fault.js';
import type { Architecture } from '../net/architecture.js';
import { createOrtEngine } from './ort-engine.js';
import { ortDevices } from './ort.js';
import { createTfjsEngine } from './tfjs-engine.js';

/** Every engine and device that this build knows, the safest first; whether one loads here shows when it is made. */
export function engineChoices(): EngineChoice[] {
  return [
    ...ortDevices().map((device) => ({ engine: 'ort', device })),
    { engine: 'tfjs', device: 'auto' },
  ];
}

/** @throws Fault ENGINE_MISSING for an engine that there is none of, ENGINE_FAILED where it does not load here. */
export function createEngine(
  architecture: Architecture,
  params: Float32Array,
  choice: EngineChoice & { readonly threads: number },
): Promise<Engine> {
  switch (choice.engine) {
    case 'ort':
      return createOrtEngine(architecture, params, choice);
    case 'tfjs':
      return createTfjsEngine(architecture, params, choice);
    default:
      throw new Fault('ENGINE_MISSING', `there is no engine "${choice.engine}"`, {
        hint: 'use --engine ort, tfjs or auto',
      });
  }
}
