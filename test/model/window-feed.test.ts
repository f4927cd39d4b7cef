import { expect, test } from 'vitest';
import { createCodec } from '../../src/model/codec/create-codec.js';
import { Vocabulary } from '../../src/model/codec/vocabulary.js';
import type { NamedInput } from '../../src/model/features.js';
import { startToken } from '../../src/model/net/architecture.js';
import type { PlanRequest } from '../../src/model/plan-source.js';
import { heardOnly } from '../../src/model/steer/steering.js';
import type { TickPlan } from '../../src/model/tick.js';
import { WindowFeed } from '../../src/model/window-feed.js';
import { architecture, manifest, names, sounds } from './small.js';
import { at } from './small-generator.js';

/** One of the small model, and what it opened its window with. */
function create(openings: readonly (readonly number[])[] = []) {
  const opened: NamedInput[][] = [];
  const feed = new WindowFeed({
    ...{ architecture, sounds, openings, window: manifest.window },
    codec: createCodec(manifest.codec),
    vocabulary: new Vocabulary(manifest.vocabulary),
    open: (inputs) => opened.push([...inputs]),
  });
  return { feed, opened };
}

/** A plan of one drum. */
const hit = (tick: number, token: 'kick' | 'snare', velocity = 90): TickPlan => {
  const notes = [{ pitch: token === 'kick' ? 36 : 38, velocity, offset: 0.25 }];
  return { tick, token, kind: 'onset', notes, probability: 1 };
};

/** Plays those plans. */
function play(feed: WindowFeed, plans: readonly TickPlan[]): void {
  for (const plan of plans) {
    feed.push(feed.next(at(plan.tick)), at(plan.tick), heardOnly);
    feed.planned(plan);
  }
}

const tokenOf = (feed: WindowFeed, request: PlanRequest): string | undefined =>
  names[feed.next(request).token];

test('it begins with the start of the stream, and says so by no name', () => {
  const { feed } = create();
  const fed = feed.next(at(0));
  expect(fed).toEqual({ token: startToken(architecture), frame: null });
  expect(feed.push(fed, at(0), heardOnly).token).toBeNull();
});

test('it is fed what was heard, else what was played, else its own plan', () => {
  const { feed } = create();
  play(feed, [hit(0, 'kick')]);
  const played = hit(0, 'snare');
  const heard = [{ pitch: 42, velocity: 64, offset: 0 }];
  expect(tokenOf(feed, at(1))).toBe('kick');
  expect(tokenOf(feed, at(1, { played }))).toBe('snare');
  expect(tokenOf(feed, at(1, { played, heard }))).toBe('closed-hat');
  expect(tokenOf(feed, at(1, { played, heard: [] }))).toBe('REST');
});

test('neither the first tick nor one that recalls is fed what was heard before it', () => {
  const { feed } = create();
  play(feed, [hit(0, 'kick')]);
  const heard = [{ pitch: 42, velocity: 64, offset: 0 }];
  const orders = [{ kind: 'recall', a: 0, b: 0 }] as const;
  expect(tokenOf(feed, at(0, { heard }))).toBe('kick');
  expect(tokenOf(feed, at(1, { heard, orders }))).toBe('kick');
});

test('an input tells how its notes were played, and of the tick after it the place and the bar before', () => {
  const { feed } = create();
  play(feed, [
    hit(0, 'kick', 127),
    ...Array.from({ length: 15 }, (_, tick) => hit(1 + tick, 'snare')),
  ]);
  const { token, told } = feed.push(feed.next(at(16)), at(16), heardOnly);
  expect(token).toBe('snare');
  expect(told).toMatchObject({ ...heardOnly, position: 0, tempo: 120, style: null });
  const snare = sounds[names.indexOf('snare')]!.lanes[0]!;
  expect(told.velocity![snare]).toBeCloseTo(90 / 127);
  expect(told.offset![snare]).toBe(0.25);
  expect(Math.max(...told.velocityBefore!)).toBe(1);
});

test('one that looks ahead moves nothing of the one it came from', () => {
  const { feed } = create();
  play(feed, [hit(0, 'kick')]);
  const before = feed.past;
  const ahead = feed.ahead();
  expect(ahead.past).toEqual(before);
  play(ahead, [hit(1, 'snare'), hit(2, 'snare')]);
  expect(feed.past).toEqual(before);
  expect(ahead.past.inputs).toHaveLength(before.inputs.length + 2);
});

test('one that follows another is fed next what that one would be, after the same inputs', () => {
  const { feed } = create();
  play(feed, [hit(0, 'kick'), hit(1, 'snare'), hit(2, 'kick')]);
  const { feed: other, opened } = create();
  other.follow(feed.past);
  expect(other.past).toEqual(feed.past);
  expect(opened).toEqual([feed.past.inputs.slice(0, -1)]);
  expect(other.next(at(3))).toEqual(feed.next(at(3)));
});

test('it does not follow one whose tokens are others', () => {
  const { feed } = create();
  const { past } = feed;
  feed.follow({ ...past, codec: { ...past.codec, grid: 12 }, inputs: [] });
  const { feed: other, opened } = create();
  play(other, [hit(0, 'kick')]);
  feed.follow({ ...other.past, codec: { ...past.codec, grid: 12 } });
  expect(feed.past).toEqual(past);
  expect(opened).toEqual([]);
});

test('a network that knows full windows alone has an opening chosen by the seed, with its prompt last', () => {
  const openings = [Array<number>(manifest.window).fill(1), Array<number>(manifest.window).fill(3)];
  const { feed, opened } = create(openings);
  expect(feed.begun).toBe(false);
  const codec = createCodec(manifest.codec);
  feed.prompt([codec.hear([{ pitch: 42, velocity: 1, offset: 0 }], false)!], 16, at(0).controls);
  expect(opened).toEqual([]);
  expect(tokenOf(feed, at(0))).toBe('closed-hat');
  expect(feed.begun).toBe(true);
  const [tokens] = opened.map((inputs) => inputs.map(({ token }) => token));
  expect(tokens).toHaveLength(manifest.window - 1);
  expect(['kick', 'snare']).toContain(tokens![0]);
  expect(new Set(tokens).size).toBe(1);
});
