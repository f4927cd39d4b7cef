import { describe, expect, it } from 'vitest';
import { commands } from '../../src/daemon/core/live-commands.js';
import { liveSettings } from '../../src/daemon/core/settings.js';
import { choicesOf } from '../../src/tui/command-line.js';
import { settingsOf } from '../../src/tui/state.js';
import { bandHello, drumHello } from './fake-daemon.js';
import { after, keysPressed } from './states.js';

const recall = {
  name: 'start' as const,
  help: 'recall a preset',
  argument: { name: 'preset', type: 'text' as const, help: 'its name' },
};
const linked = after(drumHello);
const withArgument = after({ ...drumHello, commands: [recall] });

const keysOf = (text: string): string[] => text.split(/(?=.)/);

describe('a command line', () => {
  it('gives every command by its name, and then is gone', () => {
    for (const { name } of commands.filter(({ argument }) => argument === undefined)) {
      const { state, sent } = keysPressed(linked, ':', ...keysOf(name), 'enter');
      expect(sent).toEqual([{ type: 'do', command: name }]);
      expect(state.line).toBeNull();
    }
  });

  it('gives what is said after the name, with its spaces and capitals', () => {
    const { sent } = keysPressed(
      withArgument,
      ':',
      ...keysOf('start'),
      'space',
      'B',
      'space',
      '2',
      'enter',
    );
    expect(sent).toEqual([{ type: 'do', command: 'start', argument: 'B 2' }]);
  });

  it('completes a name as far as all that begin so agree, ready for what it needs', () => {
    const tabbed = (typed: string, state = linked) =>
      keysPressed(state, ':', ...keysOf(typed), 'tab').state.line;
    expect(tabbed('pan')).toBe('panic');
    expect(tabbed('pa')).toBe('pa');
    expect(tabbed('temper')).toBe('temperature ');
    expect(tabbed('star')).toBe('start');
    expect(tabbed('pres')).toBe('preset');
    expect(tabbed('sta', withArgument)).toBe('start ');
  });

  it('takes as much of a name as only one command begins with, but quit only whole', () => {
    const given = (typed: string) => keysPressed(linked, ':', ...keysOf(typed), 'enter');
    expect(given('fi').sent).toEqual([{ type: 'do', command: 'fill' }]);
    expect(given('preset-s verse').sent).toEqual([
      { type: 'do', command: 'preset-save', argument: 'verse' },
    ]);
    const unclear = given('f');
    expect(unclear.sent).toEqual([]);
    expect(unclear.state.log?.text).toBe(
      'There is no command or setting "f". Hint: there is fill, forget, freeze.',
    );
    expect(given('q').sent).toEqual([]);
    expect(given('quit').sent).toEqual([{ type: 'do', command: 'quit' }]);
  });

  it('completes a preset or a learned control by what the daemon last told, as far as all that begin so agree', () => {
    const told = after(
      drumHello,
      { type: 'presets', names: ['chorus', 'verse 2', 'verse 10'], current: null },
      {
        type: 'learned',
        waiting: null,
        controls: [{ target: 'preset chorus', source: 'key 36 on channel 10' }],
      },
    );
    const tabbed = (text: string) => keysPressed(told, ':', ...keysOf(text), 'tab').state.line;
    expect(tabbed('preset c')).toBe('preset chorus');
    expect(tabbed('preset-delete v')).toBe('preset-delete verse ');
    expect(tabbed('preset verse 1')).toBe('preset verse 10');
    expect(tabbed('preset x')).toBe('preset x');
    expect(tabbed('learn tempe')).toBe('learn temperature');
    expect(tabbed('unlearn ')).toBe('unlearn preset chorus');
    expect(tabbed('fill ')).toBe('fill ');
    const band = keysPressed(after(bandHello), ':', ...keysOf('learn part/2/den'), 'tab').state;
    expect(band.line).toBe('learn part/2/density');
  });

  it('takes every letter as itself: none is a key meanwhile', () => {
    const { state, sent } = keysPressed(linked, ':', 'q', 'p', 'space', 'r');
    expect([state.line, sent]).toEqual(['qp r', []]);
    expect(keysPressed(state, 'escape').state.line).toBeNull();
    expect(keysPressed(linked, ':', 'a', 'backspace', 'backspace').state.line).toBeNull();
  });

  it('says that there is no such command or setting, and which it may have been, and sends nothing', () => {
    const { state, sent } = keysPressed(linked, ':', ...keysOf('strat'), 'enter');
    expect(sent).toEqual([]);
    expect(state.log?.text).toBe(
      'There is no command or setting "strat". Hint: it may have been start.',
    );
    const far = keysPressed(linked, ':', ...keysOf('waltz'), 'enter').state;
    expect(far.log?.text).toContain('Hint: type : and Tab');
  });

  const given = (line: string, state = linked) =>
    keysPressed(state, ':', ...Array.from(line), 'enter');

  it('sets a setting to what is said after its name, and goes to it', () => {
    for (const [line, name, value] of [
      ['tempo 93.5', 'tempo', 93.5],
      ['swing 60', 'swing', 60],
      ['mode trade', 'mode', 'trade'],
      ['sty rock', 'style', 'rock'],
      ['clock-out on', 'clock-out', true],
      ['mute 0', 'mute', false],
      ['freeze 2', 'freeze', 2],
      ['freeze off', 'freeze', 0],
      ['hears all', 'hears', 0],
      ['lowest C3', 'lowest', 48],
      ['highest eb5', 'highest', 75],
      ['split off', 'split', 0],
      ['split 60', 'split', 60],
    ] as const) {
      const { state, sent } = given(line);
      expect(sent).toEqual([{ type: 'set', name, value }]);
      expect(settingsOf(state)[state.chosen]?.name).toBe(name);
    }
    const { sent } = given('density 0.5', keysPressed(after(bandHello), ']').state);
    expect(sent).toEqual([{ type: 'set', name: 'part/2/density', value: 0.5 }]);
  });

  it('goes to every setting by its name, sends nothing, and shows it', () => {
    for (const { name } of liveSettings) {
      const { state, sent } = given(name, keysPressed(linked, 'h').state);
      expect(sent).toEqual([]);
      expect(settingsOf(state)[state.chosen]?.name).toBe(name);
      expect(state.pane).toBe('stage');
    }
  });

  it('sets nothing to what a setting does not take, and says what it does', () => {
    for (const [line, said] of [
      ['mode tarde', 'mode cannot be "tarde". Hint: it takes accompany or solo or'],
      ['mode tarde', 'it may have been trade.'],
      ['mute loud', 'mute cannot be "loud". Hint: it takes on or off.'],
      ['tempo fast', '"fast" is not a number. Hint: type one from 20 to 300 BPM.'],
      ['lowest H3', '"H3" is no pitch. Hint: type one from 0 to 127, or C-1 to G9.'],
    ] as const) {
      const { state, sent } = given(line);
      expect(sent).toEqual([]);
      expect(state.log?.text).toContain(said);
    }
  });

  it('lists what it may become', () => {
    expect(choicesOf(linked, 'st').words).toEqual(['start', 'stop', 'style']);
    expect(choicesOf(linked, '').words).toEqual(commands.map(({ name }) => name));
    expect(choicesOf(linked, 'scale har').words).toEqual(['harmonic-minor']);
    expect(choicesOf(linked, 'clock-out ').words).toEqual(['on', 'off']);
    expect(choicesOf(withArgument, 'start verse').command).toEqual(recall);
    expect(choicesOf(linked, 'starting').words).toEqual([]);
    expect(choicesOf(linked, 'learn temp').words).toEqual(['tempo', 'temperature']);
  });
});
