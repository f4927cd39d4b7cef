import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bars } from '../../../src/daemon/core/bars.js';
import { modes, type Mode, type ModeSettings } from '../../../src/daemon/core/mode.js';
import { Partner } from '../../../src/daemon/core/partner.js';

const settings: ModeSettings = {
  mode: 'accompany',
  listen: 1,
  hears: 0,
  lead: 'follow',
  patience: 1,
  tradeBars: 2,
  tradeFirst: 'you',
  split: 0,
};
const create = (changes: Partial<ModeSettings> = {}) =>
  new Partner({ ticksPerBeat: 4, settings: { ...settings, ...changes } });
const place = (tick: number, holding = false) => ({
  tick,
  bar: Math.floor(tick / 16),
  tickInBar: tick % 16,
  ticksPerBar: 16,
  holding,
});

describe('a change of mode', () => {
  test('takes effect on the bar line, whenever it is asked for', () => {
    const mode = fc.constantFrom(...modes);
    const change = fc.record({ tick: fc.nat(120), mode });
    fc.assert(
      fc.property(mode, fc.array(change), (first, changes) => {
        const partner = create({ mode: first });
        let wanted: Mode = first;
        let counts: Mode = first;
        for (let tick = 0; tick < 128; tick += 1) {
          if (tick % 16 === 0) counts = wanted;
          partner.decide(place(tick));
          expect(partner.mode).toBe(counts);
          for (const { mode: next } of changes.filter((each) => each.tick === tick)) {
            partner.set({ ...settings, mode: next });
            wanted = next;
          }
        }
      }),
    );
  });

  test('counts at once where the music begins', () => {
    const partner = create();
    partner.decide(place(0));
    partner.set({ ...settings, mode: 'solo' });
    partner.locate(5);
    partner.decide(place(5));
    expect(partner.mode).toBe('solo');
  });
});

test('trade changes hands on bar lines alone, over changes of metre and jumps of the song', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('metre' as const), value: fc.integer({ min: 2, max: 7 }) }),
    fc.record({ kind: fc.constant('jump' as const), value: fc.nat(2000) }),
  );
  const script = fc.array(fc.tuple(fc.integer({ min: 1, max: 150 }), step), { maxLength: 8 });
  fc.assert(
    fc.property(script, fc.integer({ min: 1, max: 5 }), (steps, tradeBars) => {
      const partner = create({ mode: 'trade', tradeBars });
      const bars = new Bars(4, 4);
      let tick = 0;
      for (const [ticks, { kind, value }] of steps) {
        for (const end = tick + ticks; tick < end; tick += 1) {
          const { bar, tickInBar } = bars.place(tick);
          const turn = partner.decide({
            ...place(tick),
            bar,
            tickInBar,
            ticksPerBar: bars.ticksPerBar,
          });
          expect(turn === 'plays').toBe(Math.floor(bar / tradeBars) % 2 === 1);
        }
        if (kind === 'metre') bars.setBeats(value);
        else {
          tick = value;
          bars.locate(tick);
          partner.locate(tick);
        }
      }
    }),
  );
});

describe('continue', () => {
  test('falls silent at the very note that the player plays', () => {
    const partner = create({ mode: 'continue' });
    partner.decide(place(0));
    partner.noteOn(80, 0.1, false);
    for (let tick = 1; tick < 8; tick += 1) partner.decide(place(tick));
    expect(partner.turn).toBe('plays');
    partner.noteOn(80, 7.3, false);
    expect(partner.turn).toBe('listens');
  });

  test('counts from the end of a note that sustains', () => {
    const partner = create({ mode: 'continue' });
    partner.decide(place(0));
    partner.noteOn(80, 0, false);
    for (let tick = 1; tick <= 12; tick += 1) {
      expect(partner.decide(place(tick, true))).toBe('listens');
    }
    partner.noteEnd(12.5);
    const turns = Array.from({ length: 5 }, (_, at) => partner.decide(place(13 + at)));
    expect(turns).toEqual(['listens', 'listens', 'listens', 'plays', 'plays']);
  });
});

describe('listen', () => {
  const share = (listen: number, seed = 3) => {
    const partner = create({ listen });
    const heard = Array.from({ length: 4000 }, (_, tick) => partner.hears(tick, seed));
    return heard.filter(Boolean).length / heard.length;
  };

  test('is the share of beats in which it hears the player', () => {
    expect(share(0)).toBe(0);
    expect(share(1)).toBe(1);
    expect(share(0.5)).toBeCloseTo(0.5, 1);
  });

  test('is the same in all ticks of a beat, and the same for the same seed', () => {
    const partner = create({ listen: 0.5 });
    for (let beat = 0; beat < 100; beat += 1) {
      const heard = [0, 1, 2, 3].map((at) => partner.hears(4 * beat + at, 9));
      expect(new Set(heard).size).toBe(1);
    }
    expect(share(0.3, 5)).toBe(share(0.3, 5));
  });
});

test('only accompany is bent by the player', () => {
  for (const mode of modes) {
    const partner = create({ mode });
    for (let tick = 0; tick < 32; tick += 1) {
      partner.decide(place(tick));
      partner.noteOn(120, tick, false);
    }
    expect(partner.bend().loudness > 1).toBe(mode === 'accompany');
  }
});
