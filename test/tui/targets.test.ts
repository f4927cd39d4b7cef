import { describe, expect, it } from 'vitest';
import { fullTarget, targetsOf } from '../../src/tui/targets.js';
import type { State } from '../../src/tui/state.js';
import { bandHello, drumHello } from './fake-daemon.js';
import { after, keysPressed } from './states.js';

const learned = ['tempo', 'temperature', 'part/2/fill', 'part/2/load big band', 'preset verse 2'];
const band = after(bandHello, {
  type: 'learned',
  waiting: null,
  controls: learned.map((target) => ({ target, source: 'key 36 on channel 10' })),
});
const second = keysPressed(band, ']').state;

describe('what may be said after a command', () => {
  it('is, where each part has its own, of the part that is shown', () => {
    const said = 'learn temperature';
    const sent = keysPressed(second, ':', ...Array.from(said), 'enter').sent;
    expect(sent).toEqual([{ type: 'do', command: 'learn', argument: 'part/2/temperature' }]);
    expect(fullTarget(second, 'load big band')).toBe('part/2/load big band');
    expect(fullTarget(second, 'tempo')).toBe('tempo');
    expect(fullTarget(second, 'part/1/fill')).toBe('fill');
    expect(fullTarget(band, 'fill')).toBe('fill');
  });

  it('is what was learned, by names that mean the same again', () => {
    for (const state of [band, second])
      expect(targetsOf(state, 'unlearn').map((each) => fullTarget(state, each))).toEqual(learned);
    expect(targetsOf(second, 'unlearn')).toContain('part/1/temperature');
    expect(targetsOf(second, 'unlearn')).toContain('fill');
  });

  it('is every setting and command of every part, but no text, which no control can set', () => {
    const names = targetsOf(second, 'learn');
    for (const name of ['tempo', 'temperature', 'part/1/temperature', 'part/1/fill', 'start'])
      expect(names).toContain(name);
    expect(names).not.toContain('part/2/fill');
    const texts = drumHello.settings.filter(({ type }) => type === 'string');
    for (const { name } of texts) expect(names).not.toContain(name);
  });

  it('is every model that the daemon knows, and what Tab completes to one', () => {
    const typed = (state: State, line: string) =>
      keysPressed(state, ':', ...Array.from(line), 'tab', 'enter').sent;
    const load = (argument: string) => [{ type: 'do', command: 'load', argument }];
    expect(targetsOf(band, 'load')).toEqual(drumHello.loadable);
    expect(typed(band, 'load not')).toEqual(load('nottingham'));
    expect(typed(band, 'load /home')).toEqual(load('/home/me/my-model'));
    const later = after(bandHello, { type: 'loadable', names: ['groove', '/a/new'] });
    expect(typed(later, 'load /')).toEqual(load('/a/new'));
  });
});
