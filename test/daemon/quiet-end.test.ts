import { expect, test } from 'vitest';
import { QuietEnd } from '../../src/daemon/quiet-end.js';
import type { PlayEvent } from '../../src/daemon/threads/play-events.js';
import { fakeDaemon } from '../support/fake-daemon.js';

/** In which bar, from 1, it is told to end, beside a player who strikes keys in such bars. */
function endsIn(bars: number, played: readonly number[], restarts: readonly number[] = []) {
  const { control, commands } = fakeDaemon({}, { 'end-after': bars });
  const quietEnd = new QuietEnd(control);
  const tick = (part: number, tickInBar: number): PlayEvent => ({
    ...{ type: 'tick', part, tick: 0, bar: 0, tickInBar },
    ...{ token: 'REST', heard: 'self', missed: false },
  });
  for (let bar = 1; bar < 20; bar += 1) {
    if (restarts.includes(bar)) quietEnd.hear({ type: 'transport', playing: true });
    quietEnd.hear(tick(1, 0));
    if (commands.length > 0) return bar;
    // Others have bar lines as well, and each bar more ticks than one.
    quietEnd.hear(tick(2, 0));
    quietEnd.hear(tick(1, 8));
    if (played.includes(bar)) quietEnd.struck();
  }
  return undefined;
}

test('it ends with the first beat after so many bars without a key', () => {
  expect(endsIn(1, [1, 2, 3])).toBe(5);
  expect(endsIn(4, [1, 2, 3])).toBe(8);
  expect(endsIn(2, [1, 3, 5])).toBe(8);
});

test('where fewer bars are set than were silent it ends with the next beat of a bar, once', () => {
  const { control, commands } = fakeDaemon({}, { 'end-after': 8 });
  const quietEnd = new QuietEnd(control);
  const bars = (count: number): void => {
    for (let bar = 0; bar < count; bar += 1)
      quietEnd.hear({
        ...{ type: 'tick', part: 1, tick: 0, bar: 0, tickInBar: 0 },
        ...{ token: 'REST', heard: 'self', missed: false },
      });
  };
  quietEnd.struck();
  bars(5);
  control.set('end-after', 2);
  expect(commands).toHaveLength(0);
  bars(1);
  expect(commands).toHaveLength(1);
  bars(9);
  expect(commands).toHaveLength(1);
  quietEnd.struck();
  bars(3);
  expect(commands).toHaveLength(2);
});

test('it plays on where nobody has begun, in this song, and where it is not asked to end', () => {
  expect(endsIn(1, [])).toBeUndefined();
  expect(endsIn(3, [1], [3])).toBeUndefined();
  expect(endsIn(0, [1])).toBeUndefined();
});
