import { describe, expect, it } from 'vitest';
import type { NumberSetting } from '../../src/daemon/core/setting.js';
import { liveSettings } from '../../src/daemon/core/settings.js';
import { unicodeGlyphs } from '../../src/tui/glyphs.js';
import { mouseEvents, point } from '../../src/tui/mouse.js';
import { lineText } from '../../src/tui/text.js';
import { view } from '../../src/tui/view.js';
import { drumHello } from './fake-daemon.js';
import { after } from './states.js';

const state = after(drumHello);
const lines = view(state, { width: 80, height: 100 }, unicodeGlyphs);

/** Where a text begins on the screen. */
function find(text: string): { row: number; column: number } {
  const row = lines.findIndex((line) => lineText(line).includes(text));
  return { row, column: lineText(lines[row]!).indexOf(text) };
}

/** Its line begins with a marker and its name. */
const findSetting = (name: string) => find(` ${name.slice(0, 13).padEnd(14)}`);

const at = (kind: 'click' | 'wheel-up' | 'wheel-down', where: { row: number; column: number }) =>
  point(state, lines, { kind, ...where }, () => 0.5);

describe('the mouse', () => {
  it('is understood in SGR mode: presses and wheel, several in one piece; releases are nothing', () => {
    expect(mouseEvents('\x1b[<0;12;5M\x1b[<0;12;5m\x1b[<65;1;200Mq\x1b[<2;1;1M')).toEqual([
      { kind: 'click', column: 11, row: 4 },
      { kind: 'wheel-down', column: 0, row: 199 },
    ]);
  });

  it('chooses a setting by a click on its name', () => {
    for (const [index, { name }] of liveSettings.entries())
      expect(at('click', findSetting(name)).state.chosen).toBe(index);
  });

  it('sets a number to where its gauge was clicked: least at its first cell, most at its last', () => {
    const gauge = /[━─]{10}/;
    for (const setting of liveSettings.filter(
      (one): one is NumberSetting => one.type === 'number',
    )) {
      const { row } = findSetting(setting.name);
      const column = gauge.exec(lineText(lines[row]!))!.index;
      const { name, min, max } = setting;
      expect(at('click', { row, column }).send).toEqual([{ type: 'set', name, value: min }]);
      expect(at('click', { row, column: column + 9 }).send).toEqual([
        { type: 'set', name, value: max },
      ]);
    }
  });

  it('changes by the wheel what it is over, by one step', () => {
    expect(at('wheel-up', findSetting('tempo')).send).toEqual([
      { type: 'set', name: 'tempo', value: 121 },
    ]);
    expect(at('wheel-down', findSetting('tempo')).send).toEqual([
      { type: 'set', name: 'tempo', value: 119 },
    ]);
  });

  it('gives a key of the foot by a click, and nothing where there is nothing', () => {
    expect(at('click', find(' panic')).send).toEqual([{ type: 'do', command: 'panic' }]);
    expect(at('click', { row: 0, column: 0 })).toEqual({ state, send: [] });
    expect(at('click', { row: 999, column: 0 })).toEqual({ state, send: [] });
  });
});
