import { describe, expect, it } from 'vitest';
import type { KerasLayer } from '../../../../src/model/files/keras/layer.js';
import { orderByShapes } from '../../../../src/model/files/keras/v3-order.js';
import { faultOf } from '../../../support/faults.js';

type Weight = [name: string, ...shape: number[]];

function layer(name: string, type: string, ...weights: Weight[]): KerasLayer {
  const tensors = weights.map(
    ([weight, ...shape]) => [weight, { shape, data: new Float32Array() }] as const,
  );
  return { name, type, weights: new Map(tensors), config: undefined };
}

const lstm = (name: string, H: number): KerasLayer =>
  layer(name, 'LSTM', ['recurrent_kernel', H, 4 * H]);
const dense = (name: string, units: number): KerasLayer =>
  layer(name, 'Dense', ['kernel', 1, units]);
const norm = (name: string, width: number): KerasLayer =>
  layer(name, 'BatchNormalization', ['moving_mean', width]);
const order = (...layers: readonly KerasLayer[]): string =>
  orderByShapes(layers)
    .map(({ name }) => name)
    .join(' ');

describe('layers that a file gives in no order', () => {
  it("are put in the tutorial's, numbers as numbers", () => {
    const many = Array.from({ length: 12 }, (_, at) => lstm(at === 0 ? 'lstm' : `lstm_${at}`, 3));
    expect(order(dense('dense', 7), ...many.toReversed())).toBe(
      `${many.map(({ name }) => name).join(' ')} dense`,
    );
    expect(
      order(
        layer('activation', 'Activation'),
        layer('activation_1', 'Activation'),
        norm('batch_normalization', 4),
        norm('batch_normalization_1', 5),
        dense('dense', 5),
        dense('dense_1', 7),
        lstm('lstm', 4),
      ),
    ).toBe('lstm batch_normalization dense activation batch_normalization_1 dense_1 activation_1');
  });

  it.each([
    ['the first width alone fits', 4, [6, 7], 'lstm norm dense dense_1'],
    ['the second alone fits', 6, [6, 7], 'lstm dense norm dense_1'],
  ])('have a normalisation where %s', (_, width, [hidden, last], wanted) => {
    const found = order(
      lstm('lstm', 4),
      dense('dense', hidden!),
      dense('dense_1', last!),
      norm('norm', width),
    );
    expect(found).toBe(wanted);
  });

  it.each([
    ['both widths fit', 4, 4],
    ['no width fits', 5, 4],
  ])('are refused where %s a normalisation', (_, width, hidden) => {
    const layers = [lstm('lstm', 4), dense('dense', hidden), dense('dense_1', 7)];
    const { code, line } = faultOf(() => orderByShapes([...layers, norm('norm', width)]));
    expect(code).toBe('KERAS_UNSUPPORTED');
    expect(line).toMatch(/where its normalisation layers are.*model\.save/);
  });

  it('are refused where there is nothing recurrent', () => {
    expect(faultOf(() => orderByShapes([dense('dense', 7)])).line).toMatch(/no recurrent layer/);
  });
});
