import { describe, expect, it } from 'vitest';
import { WakeMargin } from '../../../src/daemon/core/wake-margin.js';
import { Rng } from '../../../src/model/rng.js';

/** The mean margin of the last half of so many wake-ups, and the share of them that came too late. */
function follow(latenessOf: (uniform: number) => number, wakes = 20_000) {
  const margin = new WakeMargin();
  const rng = new Rng(1);
  let [late, sum] = [0, 0];
  for (let wake = 0; wake < wakes; wake++) {
    const lateness = latenessOf(rng.below(1000) / 1000);
    if (wake >= wakes / 2) {
      late += Number(lateness > margin.micros);
      sum += margin.micros;
    }
    margin.add(lateness);
  }
  return { micros: sum / (wakes / 2), late: late / (wakes / 2) };
}

describe('the wake margin', () => {
  it('is such that one wake-up in a hundred comes too late', () => {
    const { micros, late } = follow((uniform) => 100 + 200 * uniform);
    expect(micros).toBeGreaterThan(250);
    expect(micros).toBeLessThan(350);
    expect(late).toBeGreaterThan(0.005);
    expect(late).toBeLessThan(0.015);
  });

  it('is no longer for a wake-up that now and then comes very late', () => {
    const { micros } = follow((uniform) => (uniform < 0.002 ? 20_000 : 50 + 100 * uniform));
    expect(micros).toBeLessThan(200);
  });

  it('wakes early for what is heard, on time for the rest, and late for neither', () => {
    const margin = new WakeMargin();
    const { micros } = margin;
    expect(margin.wakeFor(5000, 5000)).toBe(5000 - micros);
    expect(margin.wakeFor(5000, 5000 + 2 * micros)).toBe(5000);
    expect(margin.wakeFor(5000, 5000 + micros / 2)).toBe(5000 - micros / 2);
    expect(margin.wakeFor(Infinity, Infinity)).toBe(Infinity);
  });

  it('takes no more than a small part of a tick, however late the machine wakes', () => {
    expect(follow(() => 5000).micros).toBe(800);
  });
});
