import { describe, expect, it } from 'vitest';
import { liveSettings } from '../../src/daemon/core/settings.js';
import { press } from '../../src/tui/control.js';
import { actionOf, keymap } from '../../src/tui/keymap.js';
import { loseConnection, receive } from '../../src/tui/receive.js';
import { settingsOf } from '../../src/tui/state.js';
import { bandHello, drumHello } from './fake-daemon.js';
import { after, allKeys, keysPressed } from './states.js';

const linked = after(drumHello);
const set = (name: string, value: number | boolean) => ({ type: 'set', name, value });

describe('the keymap', () => {
  it('binds a key once', () => {
    expect(new Set(allKeys).size).toBe(allKeys.length);
  });

  it('has help for every row, and ASCII names in ASCII', () => {
    for (const row of keymap) {
      expect(row.help).not.toBe('');
      expect(row.ascii).toMatch(/^[!-~ ]+$/);
    }
  });

  it('knows no other key', () => {
    expect(actionOf('z')).toBeUndefined();
    expect(actionOf('constructor')).toBeUndefined();
  });
});

describe('a key', () => {
  it('plays when stopped and stops when playing', () => {
    expect(keysPressed(linked, 'space').sent).toEqual([{ type: 'do', command: 'start' }]);
    const playing = receive(linked, { type: 'transport', playing: true });
    expect(keysPressed(playing, 'space').sent).toEqual([{ type: 'do', command: 'stop' }]);
  });

  it('panics', () => {
    expect(keysPressed(linked, 'p').sent).toEqual([{ type: 'do', command: 'panic' }]);
  });

  it('quits, and asks nothing of the daemon', () => {
    for (const key of ['q', 'C-c'])
      expect(press(linked, key, Math.random)).toEqual({ state: linked, send: [], effect: 'quit' });
  });

  it('chooses each setting in turn, round and round, both ways', () => {
    const count = liveSettings.length;
    const down = keysPressed(linked, ...Array<string>(count).fill('down')).state;
    expect(down.chosen).toBe(0);
    expect(keysPressed(linked, 'up').state.chosen).toBe(count - 1);
  });

  it('goes to the first setting of each group in turn, round and round, both ways', () => {
    const firsts = liveSettings.flatMap(({ group }, at) =>
      liveSettings[at - 1]?.group === group ? [] : [at],
    );
    const tabs = firsts.map((_, at) => keysPressed(linked, ...Array<string>(at).fill('tab')).state);
    expect(tabs.map(({ chosen }) => chosen)).toEqual(firsts);
    expect(keysPressed(linked, 'S-tab').state.chosen).toBe(firsts.at(-1));
    expect(keysPressed(linked, 'S-tab', 'tab').state.chosen).toBe(0);
  });

  it('changes the chosen setting by one step or by ten', () => {
    expect(keysPressed(linked, 'right').sent).toEqual([set('tempo', 121)]);
    expect(keysPressed(linked, 'pagedown').sent).toEqual([set('tempo', 110)]);
    expect(keysPressed(linked, 'down', 'left').sent).toEqual([set('temperature', 0.95)]);
    expect(keysPressed(linked, 'down', 'S-right').sent).toEqual([set('temperature', 1.5)]);
  });

  it('goes from choice to choice, and switches on and off', () => {
    const reach = (name: string) =>
      Array<string>(liveSettings.findIndex((setting) => setting.name === name)).fill('down');
    const chosen = (name: string, ...keys: string[]) =>
      keysPressed(linked, ...reach(name), ...keys).sent.map((message) =>
        message.type === 'set' ? message.value : message,
      );
    const pastTheEnd = Array<string>(4).fill('right');
    expect(chosen('clock', ...pastTheEnd, 'left', 'pagedown')).toEqual([
      ...['midi', 'link', 'player'],
      ...['link', 'midi'],
    ]);
    expect(chosen('clock-out', 'right', 'left')).toEqual([true, false]);
  });

  it('taps, goes on, ends, fills, approves, goes back and keeps', () => {
    expect(keysPressed(linked, ...Array.from('tcefabk')).sent).toEqual(
      ['tap', 'continue', 'end', 'fill', 'approve', 'back', 'keep'].map((command) => ({
        type: 'do',
        command,
      })),
    );
  });

  it('counts presses that the daemon has not yet echoed', () => {
    const { state, sent } = keysPressed(linked, 'right', 'right', 'right');
    expect(sent.at(-1)).toEqual(set('tempo', 123));
    expect(state.values['tempo']).toBe(120);
    const echoed = receive(state, { type: 'values', values: { tempo: 121 } });
    expect(keysPressed(echoed, 'right').sent).toEqual([set('tempo', 124)]);
  });

  it('starts from the echo when the daemon took another value, or someone else set one', () => {
    const { state } = keysPressed(linked, 'right', 'right');
    const echoed = receive(state, { type: 'values', values: { tempo: 90 } });
    expect(keysPressed(echoed, 'right').sent).toEqual([set('tempo', 91)]);
  });

  it('starts from what someone else set, even to a value that was once asked for here', () => {
    const { state } = keysPressed(linked, 'right', 'right');
    const echo = (tempo: number) => ({ type: 'values', values: { tempo } }) as const;
    const theirs = [121, 122, 121].map(echo).reduce(receive, state);
    expect(keysPressed(theirs, 'right').sent).toEqual([set('tempo', 122)]);
  });

  it('keeps the fraction of a tempo', () => {
    const slower = receive(linked, { type: 'values', values: { tempo: 93.5 } });
    expect(keysPressed(slower, 'right').sent).toEqual([set('tempo', 94.5)]);
    expect(keysPressed(slower, 'pagedown').sent).toEqual([set('tempo', 83.5)]);
  });

  it('never leaves the range by steps, and sends nothing at its end', () => {
    const { sent } = keysPressed(linked, ...Array<string>(30).fill('pageup'));
    expect(sent.at(-1)).toEqual(set('tempo', 300));
    expect(sent).toHaveLength(18);
  });

  it('types a value, which Enter sends as it is', () => {
    const { sent, state } = keysPressed(
      linked,
      'down',
      '0',
      '.',
      '8',
      '9',
      'backspace',
      '5',
      'enter',
    );
    expect(sent).toEqual([set('temperature', 0.85)]);
    expect(state.typed).toBeNull();
    expect(keysPressed(linked, '9', '9', '9', 'enter').sent).toEqual([set('tempo', 999)]);
  });

  it('forgets what was typed on Esc, and says what is wrong with what is no number', () => {
    expect(keysPressed(linked, '9', 'escape', 'enter').sent).toEqual([]);
    const { sent, state } = keysPressed(linked, '1', '.', '.', 'enter');
    expect(sent).toEqual([]);
    expect(state.log?.text).toBe('"1.." is not a number. Hint: type one from 20 to 300 BPM.');
  });

  it('types the name of a pitch after Enter, as it types its number', () => {
    const { state: here } = keysPressed(linked, ':', ...Array.from('lowest'), 'enter');
    const typed = (...keys: string[]) => keysPressed(here, ...keys);
    expect(typed('enter', 'c', '#', '3', 'enter').sent).toEqual([set('lowest', 49)]);
    expect(typed('enter', 'e', 'b', '-', '1', 'enter').sent).toEqual([set('lowest', 3)]);
    expect(typed('4', '8', 'enter').sent).toEqual([set('lowest', 48)]);
    const nothing = typed('enter', 'enter');
    expect([nothing.sent, nothing.state.typed, nothing.state.log]).toEqual([[], null, null]);
  });

  it('still gives its command where no name was begun, and plays or stops at any time', () => {
    const { state: here } = keysPressed(linked, ':', ...Array.from('lowest'), 'enter');
    const told = (...keys: string[]) => keysPressed(here, ...keys).sent;
    expect(told('c')).toEqual([{ type: 'do', command: 'continue' }]);
    expect(told('4', 't')).toEqual([{ type: 'do', command: 'tap' }]);
    expect(told('enter', 'c', 'space')).toEqual([{ type: 'do', command: 'start' }]);
  });

  it('rolls a seed from the whole range of seeds', () => {
    const seed = (random: number) => press(linked, 'r', () => random).send;
    expect(seed(0)).toEqual([set('seed', 0)]);
    expect(seed(1 - 2 ** -53)).toEqual([set('seed', 999999)]);
  });

  it('sends nothing while there is no connection, and does not fail before the first', () => {
    for (const state of [after(), loseConnection(linked)])
      for (const key of allKeys) expect(keysPressed(state, key, 'enter').sent).toEqual([]);
  });

  it('steers the part that is chosen: its settings, mute, solo, seed and commands', () => {
    const band = after(bandHello);
    const keys = [']', 'm', 's', 'r', 'f', ':', ...Array.from('forget'), 'enter', '[', 'm'];
    expect(keysPressed(band, ...keys).sent).toEqual([
      set('part/2/mute', true),
      set('part/2/solo', true),
      set('part/2/seed', 500000),
      { type: 'do', command: 'part/2/fill' },
      { type: 'do', command: 'part/2/forget' },
      set('mute', true),
    ]);
    const temperature = settingsOf(band).findIndex(({ name }) => name === 'temperature');
    const chosen = { ...keysPressed(band, ']').state, chosen: temperature };
    expect(keysPressed(chosen, 'right').sent).toEqual([set('part/2/temperature', 1.05)]);
  });

  it('takes a second press of mute back', () => {
    const band = after(bandHello);
    expect(keysPressed(band, 'm', 'm').sent).toEqual([set('mute', true), set('mute', false)]);
  });
});
