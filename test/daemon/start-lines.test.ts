import { expect, test } from 'vitest';
import { defaults } from '../../src/daemon/core/settings.js';
import { beginningOf } from '../../src/daemon/start-lines.js';

const told = (changes: object) => {
  const { begins, lines } = beginningOf({ ...defaults(), ...changes });
  return { begins, said: lines.join(' ') };
};

test('whoever does not begin at once says what it waits for', () => {
  for (const [changes, said] of [
    [{ clock: 'midi' }, 'when that sends Start'],
    [{ clock: 'midi', stopped: true }, 'when that sends Start'],
    [{ clock: 'link', 'link-start': true }, 'Ableton Link'],
    [{ 'count-in': 1 }, 'strike one key once,'],
    [{ 'count-in': 4, clock: 'player' }, 'strike one key 4 times, evenly'],
    [{ stopped: true }, 'press Play on the page, or send /ghostnote/start'],
    [{ stopped: true, clock: 'link' }, 'press Play on the page'],
  ] as const)
    expect(told(changes)).toEqual({ begins: false, said: expect.stringContaining(said) as string });
});

test('whoever begins at once says no more than whose beat it is, where that is a player', () => {
  for (const changes of [{}, { clock: 'link' }, { clock: 'link', 'count-in': 4 }])
    expect(told(changes)).toEqual({ begins: true, said: '' });
  expect(told({ clock: 'player', tempo: 96 })).toEqual({
    begins: true,
    said: 'The beat is yours: it goes with your tempo, from 96 BPM on.',
  });
});
