import { expect, it } from 'vitest';
import { lastingLuck } from '../../src/model/feel.js';
import { normal, Rng } from '../../src/model/rng.js';

it.each([0, 0.4, 0.75])(
  'luck of which %d lasts is as wide as any, and that like the bar before',
  (share) => {
    const rng = new Rng(1);
    const fresh = Array.from({ length: 20_000 }, () => normal(rng.next(), rng.next()));
    const luck = fresh.map((_, bar) => lastingLuck(share, (barsAgo) => fresh[bar - barsAgo] ?? 0));
    const mean = (values: readonly number[]): number =>
      values.reduce((total, value) => total + value, 0) / values.length;
    const settled = luck.slice(100);
    const spread = mean(settled.map((value) => value ** 2));
    expect(spread).toBeCloseTo(1, 1);
    const alike = mean(settled.slice(1).map((value, before) => value * settled[before]!));
    expect(alike / spread).toBeCloseTo(share, 1);
  },
);
