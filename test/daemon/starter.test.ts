import { expect, test } from 'vitest';
import { defaults } from '../../src/daemon/core/settings.js';
import { starterOf } from '../../src/daemon/starter.js';

const told = (changes: object) => starterOf({ ...defaults(), ...changes });

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
    expect(told(changes)).toContain(said);
});

test('whoever begins at once says nothing, whosever beat it is', () => {
  for (const changes of [{}, { clock: 'link' }, { clock: 'link', 'count-in': 4 }])
    expect(told(changes)).toBeUndefined();
  expect(told({ clock: 'player', tempo: 96 })).toBeUndefined();
});
