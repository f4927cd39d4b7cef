import { expect, test } from 'vitest';
import { QuietEnd } from '../../src/daemon/quiet-end.js';
import type { PlayEvent } from '../../src/daemon/threads/play-events.js';
import { fakeDaemon } from '../support/fake-daemon.js';

const tick = (part: number, tickInBar: number): PlayEvent => ({
  ...{ type: 'tick', part, tick: 0, bar: 0, tickInBar },
  ...{ token: 'REST', heard: 'self', missed: false },
});

function stage(bars: number) {
  const { control, commands } = fakeDaemon({}, { 'end-after': bars });
  const quietEnd = new QuietEnd(control);
  /** Ticks of a bar, each with that of another part, from one up to another. */
  const play = (from = 0, to = 16): void => {
    for (let at = from; at < to; at += 1) {
      quietEnd.hear(tick(1, at));
      quietEnd.hear(tick(2, (at + 5) % 16));
    }
  };
  return { control, commands, quietEnd, play };
}

/** At which bar line, from 1, it ends beside a player who strikes keys in such bars. */
function endsAt(bars: number, played: readonly number[], restarts: readonly number[] = []) {
  const { commands, quietEnd, play } = stage(bars);
  for (let bar = 1; bar < 20; bar += 1) {
    if (restarts.includes(bar)) quietEnd.hear({ type: 'transport', playing: true });
    play(0, 8);
    if (played.includes(bar)) quietEnd.struck();
    play(8, 15);
    expect(commands).toEqual([]);
    play(15);
    if (commands.length > 0) return bar + 1;
  }
  return undefined;
}

test('it is told before the bar line to end with the first beat after so many bars without a key', () => {
  expect(endsAt(1, [1, 2, 3])).toBe(5);
  expect(endsAt(4, [1, 2, 3])).toBe(8);
  expect(endsAt(2, [1, 3, 5])).toBe(8);
});

test('it plays on where nobody has begun, in this song, and where it is not asked to end', () => {
  expect(endsAt(1, [])).toBeUndefined();
  expect(endsAt(3, [1], [3])).toBeUndefined();
  expect(endsAt(0, [1])).toBeUndefined();
});

test('a key before that bar line takes the end back, and one after it does not', () => {
  const { commands, quietEnd, play } = stage(1);
  play(0, 8);
  quietEnd.struck();
  play(8);
  play();
  expect(commands).toEqual(['end']);
  quietEnd.struck();
  quietEnd.struck();
  expect(commands).toEqual(['end', 'continue']);
  play();
  expect(commands).toEqual(['end', 'continue', 'end']);
  play(0, 1);
  quietEnd.struck();
  expect(commands).toHaveLength(3);
});

test('where fewer bars are set than were silent it ends with the next bar line, once', () => {
  const { control, commands, quietEnd, play } = stage(8);
  quietEnd.struck();
  for (let bar = 0; bar < 5; bar += 1) play();
  control.set('end-after', 2);
  expect(commands).toHaveLength(0);
  play();
  expect(commands).toHaveLength(1);
  for (let bar = 0; bar < 9; bar += 1) play();
  expect(commands).toHaveLength(1);
  quietEnd.struck();
  for (let bar = 0; bar < 3; bar += 1) play();
  expect(commands).toHaveLength(2);
});
