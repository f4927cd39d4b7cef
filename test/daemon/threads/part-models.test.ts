import { expect, test } from 'vitest';
import { PartModels, type SwapNews } from '../../../src/daemon/threads/part-models.js';
import type { SourceInfo } from '../../../src/model/plan-source.js';

const infoOf = (name: string): SourceInfo => ({
  ...{ name, material: 'drums', grid: 16, engine: 'ort', device: 'cpu' },
});

/** Parts 1 and 3, which play `a` and `b`; what is told of them, as part, state and name. */
function playing() {
  const told: SwapNews[] = [];
  const choices = [{ model: '' }, { model: 'a' }, { model: '' }, { model: 'b' }];
  const models = new PartModels([1, 3], choices, (news) => told.push(news));
  models.begun([infoOf('a'), infoOf('b')]);
  const load = (part: number, model: string) => models.wish(part, { model }).number;
  const loaded = (part: number, number: number, name: string): void =>
    models.hear({ part, number, state: 'loaded', info: infoOf(name) });
  const names = () => [1, 3].map((part) => models.info(part).name);
  return { models, told, load, loaded, names };
}

test('a part plays what it loads once that plays, and no thread begins with anything else', () => {
  const { models, told, load, loaded, names } = playing();
  const number = load(3, 'c');
  expect(models.toLoad).toEqual([{ number, part: 3, choice: { model: 'c' } }]);
  loaded(3, number, 'c');
  expect([models.toLoad, names()]).toEqual([[], ['a', 'b']]);
  expect(models.toBegin).toEqual([{ model: 'a' }, { model: 'c' }]);
  models.hear({ part: 3, number, state: 'playing' });
  expect(names()).toEqual(['a', 'c']);
  expect(told.map(({ part, state }) => `${part} ${state}`)).toEqual(['3 loaded', '3 playing']);
});

test('what comes after a newer one of its part is heard of no more; of other parts it is', () => {
  const { models, told, load, loaded } = playing();
  const [old, other, last] = [load(1, 'c'), load(3, 'd'), load(1, 'e')];
  loaded(1, last, 'e');
  loaded(1, old, 'c');
  expect(models.toLoad.map(({ number }) => number)).toEqual([other]);
  expect(told).toHaveLength(1);
  expect(models.toBegin[0]).toEqual({ model: 'e' });
});

test('at a death what is not loaded is refused, and what is plays as the next thread begins', () => {
  const { models, told, load, loaded, names } = playing();
  const there = load(1, 'c');
  loaded(1, there, 'c');
  load(1, 'd');
  load(3, 'e');
  models.died();
  expect(models.toLoad).toEqual([]);
  expect(models.toBegin).toEqual([{ model: 'c' }, { model: 'b' }]);
  models.begun([infoOf('c'), infoOf('b')]);
  expect(names()).toEqual(['c', 'b']);
  const states = told.map(({ part, state }) => `${part} ${state}`);
  expect(states).toEqual(['1 loaded', '1 refused', '3 refused', '1 playing']);
});
