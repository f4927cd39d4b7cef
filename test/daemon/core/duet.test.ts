import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modes, sounds, turns } from '../../../src/daemon/core/mode.js';
import { noteFaults } from '../../support/notes.js';
import { jam, playedTicks, range, runTo, strike } from '../../support/jam.js';
import { onset, plainMode, silent } from '../../support/rig.js';

describe('whatever happens', () => {
  const mode = fc.record({
    mode: fc.constantFrom(...modes),
    listen: fc.constantFrom(0, 0.5, 1),
    lead: fc.constantFrom('follow' as const, 'make-room' as const),
    patience: fc.integer({ min: 1, max: 12 }).map((quarters) => quarters / 4),
    tradeBars: fc.integer({ min: 1, max: 3 }),
    tradeFirst: fc.constantFrom('you' as const, 'it' as const),
    split: fc.constantFrom(0, 60),
    hears: fc.constantFrom(0, 1, 10),
  });
  const action = fc.oneof(
    fc.record({ kind: fc.constantFrom('start' as const, 'stop' as const, 'panic' as const) }),
    fc.record({ kind: fc.constant('mode' as const), mode }),
    fc.record({ kind: fc.constant('metre' as const), beats: fc.integer({ min: 2, max: 7 }) }),
    fc.record({
      kind: fc.constant('key' as const),
      pitch: fc.nat(127),
      velocity: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 127 })),
      channel: fc.constantFrom(0, 9),
    }),
    fc.record({
      kind: fc.constant('thinking' as const),
      micros: fc.constantFrom(0, 90_000, Infinity),
    }),
  );
  const script = fc.array(fc.tuple(fc.nat(900_000), action), { maxLength: 30, size: 'max' });

  test.each(['drums', 'notes'] as const)(
    'every note-on has one note-off, and none sounds where it is silent (%s)',
    (material) => {
      fc.assert(
        fc.property(script, mode, (steps, first) => {
          const { rig } = jam(first, {
            material,
            plan: ({ tick: at }) => {
              if (at % 5 === 3) return silent(at, at % 2 === 0 ? 'hold' : 'rest');
              const offset = ((at % 7) - 3) / 8;
              return onset(at, [{ pitch: 36, offset }, { pitch: 40 + (at % 9) }]);
            },
          });
          const { conductor } = rig;
          for (const [pause, step] of steps) {
            rig.run(pause);
            if (step.kind === 'mode') rig.set({ mode: step.mode });
            else if (step.kind === 'metre') conductor.setBeatsPerBar(step.beats);
            else if (step.kind === 'thinking') rig.thinking = step.micros;
            else if (step.kind === 'key')
              conductor.hear(step.pitch, step.velocity, rig.now, step.channel);
            else conductor[step.kind](rig.now);
          }
          expect(noteFaults(rig.sent)).toMatchObject({ stray: 0, restruck: 0 });
          conductor.stop();
          expect(noteFaults(rig.sent)).toEqual({ stray: 0, restruck: 0, open: 0 });
        }),
        { numRuns: 150 },
      );
    },
  );

  test('the same inputs give the same requests and notes', () => {
    const take = (): unknown => {
      const it = jam({ mode: 'accompany', listen: 0.4 });
      for (const place of range(0, 60)) strike(it, place + 0.1, 30 + place);
      runTo(it, 80);
      return [it.rig.requests, it.rig.notes];
    };
    expect(take()).toEqual(take());
  });
});

test('a change of mode is told when it holds: on the bar line', () => {
  const it = jam({ mode: 'solo' });
  runTo(it, 5);
  it.rig.set({ mode: { ...plainMode, mode: 'trade' } });
  runTo(it, 40);
  expect(it.rig.turns).toMatchObject([
    { part: 0, mode: 'solo', turn: 'plays' },
    { part: 0, mode: 'trade', turn: 'listens' },
    { part: 0, mode: 'trade', turn: 'waits' },
  ]);
  expect(it.rig.turns[1]!.at).toBe(it.at(16 - 9 / 16));
  expect(playedTicks(it)).toEqual(range(0, 16));
});

test('solo hears nobody', () => {
  const it = jam({ mode: 'solo' });
  for (const place of range(0, 20)) strike(it, place);
  expect(it.rig.requests.every(({ heard }) => heard === null)).toBe(true);
  expect(playedTicks(it)).toEqual(range(0, 20));
});

describe('trade', () => {
  test('is silent in your bars, hears them with their rests, and answers in its own', () => {
    const it = jam({ mode: 'trade', tradeBars: 1 });
    for (const place of [0, 3, 4.25, 8, 12]) strike(it, place);
    runTo(it, 48);
    expect(playedTicks(it)).toEqual(range(16, 32));
    const heard = it.rig.requests.map((request) => request.heard);
    const begun = heard.slice(1, 17).map((notes) => notes!.length);
    expect(begun).toEqual([1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
    expect(heard.slice(17, 33)).toEqual(Array(16).fill(null));
  });

  test('changes on the bar lines of the song, also after a change of metre', () => {
    const it = jam({ mode: 'trade', tradeBars: 1, tradeFirst: 'it' });
    it.rig.conductor.setBeatsPerBar(3);
    runTo(it, 60);
    expect(playedTicks(it)).toEqual([...range(0, 16), ...range(28, 40), ...range(52, 60)]);
  });
});

describe('continue', () => {
  test('waits in silence, asking for nothing, until somebody plays', () => {
    const it = jam({ mode: 'continue' });
    runTo(it, 40);
    expect([it.rig.notes.length, it.rig.requests.length]).toEqual([0, 0]);
    expect(it.rig.ticks).toHaveLength(40);
  });

  test('is silent while you play, and begins within the patience after your last note', () => {
    // On pulses: an instant has no more to tell.
    const place = fc.integer({ min: 24, max: 7200 }).map((pulses) => pulses / 240);
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 12, size: 'max' }), (places) => {
        const it = jam({ mode: 'continue', patience: 4 });
        const sorted = [...places].sort((a, b) => a - b);
        for (const each of sorted) strike(it, each);
        const last = sorted.at(-1)!;
        const gaps = sorted.slice(1).some((each, index) => each - sorted[index]! > 14);
        if (!gaps) expect(it.rig.notes).toHaveLength(0);
        runTo(it, last + 17);
        const first = it.rig.notes.find((note) => note.tick > last + 1)!;
        expect(first.tick).toBeGreaterThan(last + 15);
        expect(first.tick).toBeLessThanOrEqual(last + 16);
      }),
      { numRuns: 50 },
    );
  });

  test('waits for the player that it hears, whatever another one lets go', () => {
    const first = (lifted: number): number | undefined => {
      const it = jam({ mode: 'continue', hears: 1 }, { material: 'notes' });
      strike(it, 0.1, 90, 60, 0);
      for (const place of range(1, 30)) {
        if (place === lifted) strike(it, place, 0, 60, 0);
        strike(it, place + 0.2, 90, 60, 2);
        strike(it, place + 0.7, 0, 60, 2);
      }
      return playedTicks(it)[0];
    };
    expect([first(4), first(12), first(99)]).toEqual([8, 16, undefined]);
  });

  test('falls silent at your note: what was about to sound does not', () => {
    const it = jam(
      { mode: 'continue' },
      { plan: ({ tick: at }) => onset(at, [{ pitch: 42, offset: 0.4 }]) },
    );
    strike(it, 0.1);
    runTo(it, 10);
    expect(playedTicks(it)).toEqual(range(4, 10));
    strike(it, 10.2);
    runTo(it, 13);
    expect(playedTicks(it)).toEqual(range(4, 10));
    expect(noteFaults(it.rig.sent).open).toBe(0);
  });
});

describe('shadow', () => {
  const plan = ({ tick: at }: { tick: number }) =>
    onset(at, [
      { pitch: 36, velocity: 100 },
      { pitch: 42, velocity: 50 },
    ]);

  test('each tap sounds at once, as loud as it was, with the balance that was meant', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.integer({ min: 20_000, max: 400_000 }), fc.integer({ min: 1, max: 127 })),
          { maxLength: 30, size: 'max' },
        ),
        (taps) => {
          const it = jam({ mode: 'shadow' }, { plan });
          let now = it.rig.now;
          for (const [pause, velocity] of taps) {
            it.rig.run(pause);
            now += pause;
            it.rig.conductor.hear(60, velocity, it.rig.now, 0);
            const [kick, hat] = it.rig.notes.slice(-2);
            expect([kick!.at, kick!.note.velocity]).toEqual([now, velocity]);
            expect(hat!.note.velocity).toBe(Math.max(1, Math.round(velocity / 2)));
          }
          expect(it.rig.notes).toHaveLength(2 * taps.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('asks for plans that begin something, and is told what was tapped, with its timing', () => {
    const it = jam({ mode: 'shadow' }, { plan });
    strike(it, 4.25, 120);
    runTo(it, 30);
    expect(it.rig.requests.every(({ armed }) => armed)).toBe(true);
    const played = it.rig.requests.map((request) => request.played);
    expect(played[4]).toBeNull();
    expect(played[5]).toMatchObject({ token: '36+42', tick: 4 });
    expect(played[5]!.notes[0]).toEqual({ pitch: 36, velocity: 120, offset: 0.25 });
    // Between taps its own groove goes on.
    expect(played.slice(6)).toEqual(Array(played.length - 6).fill(null));
  });

  test('takes the keys of a chord as one tap', () => {
    const it = jam({ mode: 'shadow' }, { plan });
    for (const pitch of [60, 64, 67]) strike(it, 4, 90, pitch, 0);
    expect(it.rig.notes).toHaveLength(2);
  });

  test('plays the last plan it has where the model hangs, and the key itself before there is any', () => {
    const it = jam({ mode: 'shadow' }, { plan });
    it.rig.thinking = Infinity;
    strike(it, 1, 70, 45);
    expect(it.rig.notes.map(({ note }) => note.pitch)).toEqual([45]);
    it.rig.thinking = 0;
    runTo(it, 4);
    it.rig.thinking = Infinity;
    strike(it, 9);
    expect(it.rig.notes.map(({ note }) => note.pitch)).toEqual([45, 36, 42]);
  });

  test('a note that sustains lasts as long as the key', () => {
    const it = jam(
      { mode: 'shadow' },
      { material: 'notes', channel: 0, plan: ({ tick: at }) => onset(at, [{ pitch: 60 }]) },
    );
    strike(it, 3, 90, 20, 0);
    runTo(it, 9);
    expect(it.rig.sounding).toBe(1);
    strike(it, 9.5, 0, 20, 0);
    expect(it.rig.sounding).toBe(0);
  });
});

test('a turn sounds by itself or not, and every turn has its word', () => {
  expect(turns.filter(sounds)).toEqual(['plays', 'accompanies']);
});
