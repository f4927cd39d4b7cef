import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NoteSent } from '../../../src/daemon/core/conductor-output.js';
import { NoteComparison } from '../../../src/daemon/core/note-comparison.js';

type Note = Parameters<NoteComparison['recorded']>[0];

const note = (tick: number, offset = 0): Note => ({
  type: 'note',
  ...{ part: 2, tick, channel: 10, pitch: 38, velocity: 90, offset },
});
const sent = ({ tick, pitch, velocity, offset }: Note): NoteSent => ({
  ...{ part: 1, tick, channel: 9, due: 0 },
  note: { pitch, velocity, offset },
});

/** Who plays next, the journal or its replay, as one of them has it. */
function compare(journal: readonly Note[], replay: readonly Note[], turns: readonly boolean[]) {
  const comparison = new NoteComparison();
  const [recorded, replayed] = [[...journal], [...replay]];
  for (const turn of [...turns, ...replay.map(() => false), ...journal.map(() => true)]) {
    const next = turn ? recorded.shift() : replayed.shift();
    if (next !== undefined && turn) comparison.recorded(next);
    else if (next !== undefined) comparison.replayed(sent(next));
  }
  return comparison;
}

const ticks = fc.array(fc.nat(9), { minLength: 1, maxLength: 20 });
const turns = fc.array(fc.boolean(), { maxLength: 40 });

describe('a comparison of notes', () => {
  test('finds the same notes the same, whichever come first', () => {
    fc.assert(
      fc.property(ticks, turns, (ticks, turns) => {
        const notes = ticks.map((tick) => note(tick));
        const comparison = compare(notes, notes, turns);
        comparison.end();
        expect(comparison.result()).toEqual({ notes: notes.length, identical: true });
      }),
    );
  });

  test('names the first note that differs, whichever come first', () => {
    fc.assert(
      fc.property(ticks, turns, fc.nat(), (ticks, turns, where) => {
        const journal = ticks.map((tick) => note(tick));
        const at = where % ticks.length;
        const replay = journal.map((each, place) => (place < at ? each : note(each.tick + 10)));
        expect(compare(journal, replay, turns).result().difference).toEqual({
          at,
          recorded: journal[at],
          replayed: replay[at],
        });
      }),
    );
  });

  test('holds a note that one of them lacks against a journal that has an end, and against no other', () => {
    for (const [journal, replay] of [
      [[note(0)], []],
      [[], [note(0)]],
    ] as const) {
      const comparison = compare(journal, replay, []);
      expect(comparison.result().identical).toBe(true);
      comparison.end();
      expect(comparison.result()).toMatchObject({ identical: false, difference: { at: 0 } });
    }
  });

  test('takes times that engines do not agree on to the last digit for the same', () => {
    expect(compare([note(0, 0.25)], [note(0, 0.2509)], []).result().identical).toBe(true);
    expect(compare([note(0, 0.25)], [note(0, 0.2511)], []).result().identical).toBe(false);
  });
});
