import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MusicTime } from '../../../src/daemon/core/music-time.js';
import { NotePlaces } from '../../../src/daemon/core/note-places.js';
import { ppq } from '../../../src/daemon/core/timeline.js';
import { onset } from '../../support/rig.js';

const tickPulses = ppq / 4;

function atTempo(bpm: number) {
  const time = new MusicTime(bpm);
  return { time, places: new NotePlaces(time, tickPulses) };
}

test('a delay is as long at any tempo, and moves what is played, not what is written', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 300 }),
      fc.integer({ min: -100_000, max: 100_000 }),
      fc.nat(1000),
      (bpm, delay, tick) => {
        const { time, places } = atTempo(bpm);
        const written = places.pulse(tick);
        const sounds = time.at(places.soundPulse(tick));
        places.delay = delay;
        expect(places.pulse(tick)).toBe(written);
        const pulse = 60_000_000 / bpm / ppq;
        expect(Math.abs(time.at(places.soundPulse(tick)) - sounds - delay)).toBeLessThan(pulse + 2);
      },
    ),
  );
});

test('no note begins before the model has had time to think, and those after it stay where they were', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.5, max: 0.49, noNaN: true }),
      fc.nat(250_000),
      (offset, from) => {
        const { time, places } = atTempo(120);
        const plan = onset(1, [{ pitch: 36, offset }]);
        const [note] = plan.notes;
        const before = places.notePulse(plan, note!);
        places.notBefore(from);
        expect(places.notePulse(plan, note!)).toBe(Math.max(before, time.pulseAt(from)));
      },
    ),
  );
});

test('a plan sounds first where its earliest note does, and at its tick where all are later or there is none', () => {
  const { places } = atTempo(120);
  const first = (...offsets: number[]) =>
    places.firstPulse(
      onset(
        4,
        offsets.map((offset, at) => ({ pitch: 36 + at, offset })),
      ),
    );
  const tick = places.pulse(4);
  expect([first(), first(0.3), first(0.3, 0)]).toEqual([tick, tick, tick]);
  expect(first(0.3, -0.2)).toBe(tick - Math.round(0.2 * tickPulses));
});
