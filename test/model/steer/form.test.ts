import { describe, expect, it } from 'vitest';
import { Form } from '../../../src/model/steer/form.js';
import { alone } from '../../../src/model/improvise.js';
import { plainControls } from '../../../src/model/tick.js';

const at = (bar: number, seed = 1, reprise = 1) =>
  alone(16 * bar + 5, 16, { ...plainControls, seed, reprise });
const formOf = (bars: number, form = new Form(), reprise = 1): (boolean | null)[] =>
  Array.from({ length: bars }, (_, bar) => form.reprise(at(bar, 1, reprise)));

describe('the form of a tune', () => {
  it('is phrases of eight bars, each played twice, where it is sure to be', () => {
    const eight = (again: boolean) => Array<boolean>(8).fill(again);
    expect(formOf(32)).toEqual([...eight(false), ...eight(true), ...eight(false), ...eight(true)]);
  });

  it('has nothing twice at 0, and as many of the second phrases as its chance between', () => {
    expect(formOf(64, new Form(), 0)).not.toContain(true);
    const seeds = Array.from({ length: 400 }, (_, seed) => new Form().reprise(at(8, seed, 0.8)));
    expect(seeds.filter((again) => again).length / 400).toBeCloseTo(0.8, 1);
  });

  it('is the same for the same seed, and of the bars of the music in any metre', () => {
    expect(formOf(64, new Form(), 0.5)).toEqual(formOf(64, new Form(), 0.5));
    const waltz = Array.from({ length: 16 }, (_, bar) =>
      new Form().reprise(alone(12 * bar + 5, 12, { ...plainControls, reprise: 1 })),
    );
    expect(waltz).toEqual(formOf(16));
  });

  it("is a player's own until they have not been heard for eight bars", () => {
    const form = new Form();
    const note = { pitch: 60, velocity: 90, offset: 0 };
    form.hear({ ...at(3), heard: [note] });
    form.hear({ ...at(4), heard: [] });
    expect(formOf(12, form)).toEqual([...Array<null>(11).fill(null), true]);
    const ahead = form.copy();
    form.clear();
    expect(ahead.reprise(at(4))).toBeNull();
    expect(form.reprise(at(4))).toBe(false);
  });
});
