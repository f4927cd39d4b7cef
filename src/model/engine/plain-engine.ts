import type { EngineChoice } from './create-engine.js';

/** What runs on every machine. */
export const plainEngine: EngineChoice = { engine: 'ort', device: 'cpu' };
