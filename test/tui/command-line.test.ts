import { describe, expect, it } from 'vitest';
import { commands } from '../../src/daemon/core/live-commands.js';
import { choicesOf } from '../../src/tui/command-line.js';
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
    expect(tabbed('pa')).toBe('panic');
    expect(tabbed('s')).toBe('st');
    expect(tabbed('pres')).toBe('preset');
    expect(tabbed('s', withArgument)).toBe('start ');
  });

  it('takes as much of a name as only one command begins with, but quit only whole', () => {
    const given = (typed: string) => keysPressed(linked, ':', ...keysOf(typed), 'enter');
    expect(given('fi').sent).toEqual([{ type: 'do', command: 'fill' }]);
    expect(given('preset-s verse').sent).toEqual([
      { type: 'do', command: 'preset-save', argument: 'verse' },
    ]);
    const unclear = given('f');
    expect(unclear.sent).toEqual([]);
    expect(unclear.state.log?.text).toBe('There is no command "f". Hint: there is fill, forget.');
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

  it('says that there is no such command, and which it may have been, and sends nothing', () => {
    const { state, sent } = keysPressed(linked, ':', ...keysOf('strat'), 'enter');
    expect(sent).toEqual([]);
    expect(state.log?.text).toBe('There is no command "strat". Hint: it may have been start.');
    const far = keysPressed(linked, ':', ...keysOf('waltz'), 'enter').state;
    expect(far.log?.text).toContain('Hint: type : and Tab');
  });

  it('says of a setting how it is set', () => {
    const { state, sent } = keysPressed(linked, ':', ...keysOf('tempo 96'), 'enter');
    expect(sent).toEqual([]);
    expect(state.log?.text).toMatch(/tempo is a setting.*type a value, then Enter/);
  });

  it('lists what it may become', () => {
    expect(choicesOf(linked, 'st').words).toEqual(['start', 'stop']);
    expect(choicesOf(withArgument, 'start verse').command).toEqual(recall);
    expect(choicesOf(linked, 'starting').words).toEqual([]);
    expect(choicesOf(linked, 'learn temp').words).toEqual(['tempo', 'temperature']);
  });
});
