import { describe, expect, it } from 'vitest';
import type { ServerMessage } from '../../src/daemon/core/messages.js';
import { silentPlayer } from '../../src/tui/player.js';
import { loseConnection, receive } from '../../src/tui/receive.js';
import { rollLength } from '../../src/tui/roll.js';
import { playerOf } from '../../src/tui/state.js';
import {
  bandHello,
  drumHello,
  keyMessage,
  meters,
  noteMessage,
  notesHello,
  tickMessage,
} from './fake-daemon.js';
import { after, keysPressed } from './states.js';

describe('what the screen shows', () => {
  it('takes its values from hello and from echoes only', () => {
    const state = after(drumHello, { type: 'values', values: { tempo: 97 } });
    expect(state.values).toEqual({ ...drumHello.values, tempo: 97 });
  });

  it('ignores messages of a type it does not know', () => {
    const state = after(drumHello);
    expect(receive(state, { type: 'weather' } as unknown as ServerMessage)).toBe(state);
  });

  it('says that a daemon speaks another protocol', () => {
    expect(after({ ...drumHello, protocol: 99 }).log?.text).toContain('99');
  });

  it('begins anew with a new hello, but keeps the chosen setting and the help', () => {
    const before = keysPressed(after(drumHello, tickMessage(5)), 'down', 'h').state;
    const state = receive(loseConnection(before), drumHello);
    expect(state).toMatchObject({
      connection: 'up',
      chosen: 1,
      pane: 'help',
      players: [silentPlayer],
    });
  });

  it('waits for its first connection, and has lost one only after that', () => {
    expect(loseConnection(after()).connection).toBe('connecting');
    expect(loseConnection(after(drumHello)).connection).toBe('lost');
  });
});

describe('the last key that came in', () => {
  it('grows old by the meters, and is another with the next', () => {
    const first = after(drumHello, keyMessage(null, 'snare', 38, 90), meters, meters);
    expect(first.key).toEqual({ pitch: 38, channel: 10, age: 2 });
    const second = receive(first, keyMessage(null, 'kick', 36, 90, 1));
    expect(second.key).toEqual({ pitch: 36, channel: 1, age: 0 });
  });
});

describe('the roll', () => {
  it('has one column a tick, whether the tick or its note comes first', () => {
    const note = noteMessage(8, 'kick', 36, 100);
    const early = after(drumHello, tickMessage(7), note, tickMessage(8));
    const late = after(drumHello, tickMessage(7), tickMessage(8), note);
    expect(playerOf(early).roll).toEqual(playerOf(late).roll);
    expect(playerOf(early).roll.map((column) => column.tick)).toEqual([7, 8]);
  });

  it('begins anew where the song is set back, or the metre changes', () => {
    const note = noteMessage(3, 'kick', 36, 100);
    const back = after(drumHello, tickMessage(3), note, tickMessage(40), note, tickMessage(3));
    expect(playerOf(back).roll).toHaveLength(1);
    expect(playerOf(back).roll[0]!.notes).toHaveLength(1);
    const metre = (beats: number) =>
      ({ type: 'values', values: { 'beats-per-bar': beats } }) as const;
    expect(playerOf(after(drumHello, tickMessage(3), metre(4))).roll).toHaveLength(1);
    expect(playerOf(after(drumHello, tickMessage(3), metre(3))).roll).toHaveLength(0);
  });

  it('remembers a bounded number of ticks, the last ones', () => {
    const ticks = Array.from({ length: rollLength + 9 }, (_, tick) => tickMessage(tick));
    const { roll } = playerOf(after(drumHello, ...ticks));
    expect(roll).toHaveLength(rollLength);
    expect(roll.at(-1)?.tick).toBe(rollLength + 8);
  });

  it('has a stroke of a player at the tick that is nearest, however late that is told', () => {
    const ticks = [4, 5, 6, 7, 8].map((tick) => tickMessage(tick));
    for (const [beat, tick] of [
      [1, 4],
      [1.12, 4],
      [1.13, 5],
      [1.99, 8],
      [2.2, 9],
    ] as const) {
      const { roll } = playerOf(after(drumHello, ...ticks, keyMessage(beat, 'snare', 38, 90)));
      expect(roll.flatMap((column) => column.struck.map(() => column.tick))).toEqual([tick]);
    }
  });

  it('has a stroke that came before its tick when that comes, and a note beside it', () => {
    const stroke = keyMessage(1.99, 'snare', 38, 90);
    const note = noteMessage(8, 'kick', 36, 100);
    const { roll } = playerOf(after(drumHello, tickMessage(7), stroke, note, tickMessage(8)));
    expect(roll.map(({ struck, notes }) => [struck.length, notes.length])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('is as it was after a key of before what is shown, of far ahead, or of where no music goes on', () => {
    const shown = after(drumHello, tickMessage(40), tickMessage(41));
    for (const beat of [2, 30, -1, null])
      expect(receive(shown, keyMessage(beat, 'snare', 38, 90)).players).toEqual(shown.players);
  });

  it('of each part has the keys on the channel that it hears', () => {
    const struck = (hears: number) =>
      after(
        bandHello,
        { type: 'values', values: { 'part/2/hears': hears } },
        tickMessage(0),
        { ...tickMessage(0), part: 2 } as ServerMessage,
        keyMessage(0, 'snare', 38, 90, 10),
        keyMessage(0, 'C4', 60, 90, 2),
      ).players.map(({ roll }) => roll[0]!.struck.map(({ pitch }) => pitch));
    expect(struck(0)).toEqual([
      [38, 60],
      [38, 60],
    ]);
    expect(struck(2)).toEqual([[38, 60], [60]]);
    expect(struck(5)).toEqual([[38, 60], []]);
  });

  it('holds a pitch until a tick that is no HOLD', () => {
    const { roll } = playerOf(
      after(
        notesHello,
        tickMessage(0, 'C4'),
        noteMessage(0, 'C4', 60, 90),
        tickMessage(1, 'HOLD'),
        tickMessage(2, 'HOLD'),
        tickMessage(3, 'REST'),
        tickMessage(4, 'HOLD'),
      ),
    );
    expect(roll.map((column) => column.held)).toEqual([[], [60], [60], [], []]);
  });

  it('keeps what each part plays apart, and shows the part that is chosen', () => {
    const state = after(
      bandHello,
      tickMessage(0),
      { ...tickMessage(8, 'C4'), part: 2 } as ServerMessage,
      { ...noteMessage(8, 'C4', 60, 90), part: 2 } as ServerMessage,
    );
    expect(playerOf(state).roll.map(({ tick }) => tick)).toEqual([0]);
    const second = keysPressed(state, ']').state;
    expect(playerOf(second).roll.map(({ notes }) => notes.length)).toEqual([1]);
    expect(keysPressed(second, ']', '[', '[').state.part).toBe(1);
  });
});
