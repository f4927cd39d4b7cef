import { stepMaterials } from '../../../src/model/codec/step-material.js';
import { Vocabulary } from '../../../src/model/codec/vocabulary.js';
import { alone } from '../../../src/model/improvise.js';
import type { OrderKind } from '../../../src/model/orders.js';
import type { PlanRequest } from '../../../src/model/plan-source.js';
import { Steering } from '../../../src/model/steer/steering.js';
import { plainControls } from '../../../src/model/tick.js';
import { onset } from '../../support/rig.js';
import { noteSounds, noteTokens } from './sounds.js';

export const bar = 16;
export const controls = { ...plainControls, seed: 3, reprise: 0 };
export const even = new Float32Array(noteTokens.length).fill(-Math.log(noteTokens.length));
export const order = (kind: OrderKind, a = 0, b = 0) => ({ kind, a, b });
export const at = (tick: number, changes: Partial<PlanRequest> = {}): PlanRequest => ({
  ...alone(tick, bar, controls),
  ...changes,
});
/** What it plays at a tick where nothing is steered: another token at each tick of seven. */
export const usual = (tick: number) => ({
  ...onset(tick, [{ pitch: 60 }]),
  token: noteTokens[2 + (tick % 7)]!,
});

export function steering(material: 'drums' | 'notes' = 'notes'): Steering {
  const counts = noteTokens.map(() => 1);
  const vocabulary = new Vocabulary({ names: noteTokens, counts });
  return new Steering({ vocabulary, sounds: noteSounds, material, ticksPerBeat: 4 });
}

/** A player of few tokens, of either material. */
export function few(names: readonly string[], material: 'drums' | 'notes'): Steering {
  const vocabulary = new Vocabulary({ names, counts: names.map(() => 1) });
  const sounds = names.map((name) => stepMaterials.drums.sound(name)!);
  return new Steering({ vocabulary, sounds, material, ticksPerBeat: 4 });
}

/** Plays from one tick up to another as it would. */
export function play(steering: Steering, from: number, to: number): void {
  for (let tick = from; tick < to; tick += 1) {
    if (tick > 0) steering.fed(noteTokens.indexOf(usual(tick - 1).token), at(tick));
    steering.planned(usual(tick), at(tick));
  }
}

export const again = (steering: Steering, tick: number, changes: Partial<PlanRequest> = {}) =>
  steering.steer(even, at(tick, changes)).again;
