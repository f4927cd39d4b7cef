import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mode, Turn } from '../../src/daemon/core/mode.js';
import { completeValues } from '../../src/daemon/core/part-settings.js';
import { groups } from '../../src/daemon/core/setting-groups.js';
import { liveSettings } from '../../src/daemon/core/settings.js';
import { asciiGlyphs, unicodeGlyphs } from '../../src/tui/glyphs.js';
import { loseConnection, receive } from '../../src/tui/receive.js';
import { bandHello, drumHello, keyMessage, meters, tickMessage } from './fake-daemon.js';
import { classic, rows, text } from './shown.js';
import { after, anyState, keysPressed } from './states.js';

describe('the screen', () => {
  it('has no line wider than the terminal and no more lines than it has, in any state', () => {
    const size = fc.record({ width: fc.nat(200), height: fc.nat(70) });
    fc.assert(
      fc.property(
        anyState,
        size,
        fc.constantFrom(unicodeGlyphs, asciiGlyphs),
        (state, at, glyphs) => {
          const lines = rows(state, at, glyphs);
          expect(lines.length).toBeLessThanOrEqual(at.height);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(at.width);
        },
      ),
      { seed: 1 },
    );
  });

  it('names the part that is steered, however many there are and however long their names', () => {
    const parts = fc.integer({ min: 2, max: 64 }).chain((count) =>
      fc.record({
        names: fc.array(fc.string({ unit: fc.constantFrom('x', 'y'), minLength: 9 }), {
          minLength: count,
          maxLength: count,
        }),
        chosen: fc.integer({ min: 1, max: count }),
      }),
    );
    fc.assert(
      fc.property(parts, fc.integer({ min: 30, max: 120 }), ({ names, chosen }, width) => {
        const [model] = drumHello.models;
        const models = names.map((name) => ({ ...model, name })) as [typeof model];
        const values = completeValues({}, liveSettings, names.length);
        const state = after({ ...drumHello, models, values });
        const steered = keysPressed(state, ...Array.from({ length: chosen - 1 }, () => ']')).state;
        const name = names[chosen - 1]!.slice(0, 7);
        expect(text(steered, { width, height: 24 })).toContain(`▸${chosen} ${name}`);
      }),
      { seed: 4 },
    );
  });

  it('holds no control character, and only ASCII where the locale has no more', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(rows(state, classic, asciiGlyphs).join('')).toMatch(/^[ -~]*$/);
        expect(rows(state).join('')).not.toMatch(/\p{Cc}|\p{Mn}|\p{Cs}/u);
      }),
      { seed: 2 },
    );
  });

  it('shows every live setting with its value and unit, and every group, where there is room', () => {
    const values = Object.fromEntries(
      liveSettings.map((setting) => [setting.name, setting.type === 'number' ? setting.max : '']),
    );
    const size = { width: 80, height: 200 };
    const shown = text(after(drumHello, { type: 'values', values }), size);
    for (const setting of liveSettings)
      if (setting.type === 'number') {
        const most = setting.pitch === true ? 'G9' : `${setting.max}(\\.0+)?`;
        expect(shown).toMatch(new RegExp(`${setting.name} +${most} ?${setting.unit}`));
      }
    for (const { name, title } of groups)
      expect(shown.includes(`  ${title} `)).toBe(liveSettings.some(({ group }) => group === name));
  });

  it('shows a tempo as fine as it is, to a hundredth, and a blank before its bar', () => {
    for (const [tempo, shown] of [
      [120, '120 BPM'],
      [93.5, '93.5 BPM'],
      [280 + 1 / 3, '280.33 BPM'],
    ] as const) {
      const state = after(drumHello, { type: 'values', values: { tempo } });
      expect(text(state, classic)).toMatch(new RegExp(`tempo +${shown} +━`));
    }
  });

  it('says of a part that is muted that it is, where it plays', () => {
    const muted = { type: 'values', values: { 'part/2/mute': true } } as const;
    const state = after(bandHello, { type: 'transport', playing: true }, muted);
    expect(rows(state)[0]).toContain('▶ playing');
    expect(rows(keysPressed(state, ']').state)[0]).toContain('▶ muted');
  });

  it('says of a part that is not heard because another is solo that it is not', () => {
    const solo = { type: 'values', values: { solo: true } } as const;
    const state = after(bandHello, { type: 'transport', playing: true }, solo);
    expect(rows(state)[0]).toContain('▶ playing');
    expect(rows(keysPressed(state, ']').state)[0]).toContain('▶ silenced by solo');
  });

  it('says whose turn it is where it plays nothing by itself, at any size, unless that is not heard anyway', () => {
    const turn = { type: 'turn', part: 1 } as const;
    const playing = after(drumHello, { type: 'transport', playing: true });
    const told = (mode: Mode, whose: Turn) => receive(playing, { ...turn, mode, turn: whose });
    for (const [state, said] of [
      [told('trade', 'listens'), '▶ your bars'],
      [told('trade', 'plays'), '▶ playing'],
      [told('continue', 'waits'), '▶ waits for you'],
      [told('shadow', 'taps'), '▶ plays your taps'],
      [told('accompany', 'accompanies'), '▶ playing'],
      [receive(told('trade', 'listens'), { type: 'values', values: { mute: true } }), '▶ muted'],
      [receive(told('trade', 'listens'), { type: 'transport', playing: false }), '■ stopped'],
    ] as const)
      expect(rows(state, { width: 40, height: 12 })[0]).toContain(said);
  });

  it('says at the top that it waits to be counted in, where that is how it begins', () => {
    for (const [values, said] of [
      [{ 'count-in': 4 }, '■ count in 4'],
      [{ 'count-in': 4, clock: 'player' }, '■ count in 4'],
      [{ 'count-in': 4, clock: 'midi' }, '■ stopped'],
      [{ 'count-in': 0 }, '■ stopped'],
    ] as const) {
      const state = after(drumHello, { type: 'values', values });
      expect(rows(state, { width: 40, height: 12 })[0]).toContain(said);
      expect(rows(receive(state, { type: 'transport', playing: true }))[0]).toContain('▶ playing');
    }
  });

  it('says at the top which key came in last, on which channel and whether just now, also while it is stopped', () => {
    const small = { width: 60, height: 20 };
    expect(rows(after(drumHello), small)[0]).not.toContain('you');
    const struck = after(drumHello, keyMessage(null, 'closed-hat', 42, 90, 3));
    expect(rows(struck, small)[0]).toContain('you ● F#2 ch3  ■ stopped');
    const later = [meters, meters].reduce(receive, struck);
    expect(rows(later, small)[0]).toContain('you ○ F#2 ch3  ■ stopped');
    expect(rows(struck, { width: 40, height: 12 })[0]).toContain('● F#2  ■ stopped');
  });

  it('keeps play state, position, chosen setting, lateness, misses and keys at 40x12', () => {
    const state = after(drumHello, { type: 'transport', playing: true }, tickMessage(21), meters);
    const shown = text(state, { width: 40, height: 12 });
    for (const part of [
      '▶ playing  2.2.2',
      '▸ tempo',
      'p99 1.21',
      'misses',
      'space',
      'quit',
      'kick',
    ])
      expect(shown).toContain(part);
  });

  it('always shows the chosen setting, however few lines there are for settings', () => {
    for (let chosen = 0; chosen < liveSettings.length; chosen++) {
      const { state } = keysPressed(after(drumHello), ...Array<string>(chosen).fill('down'));
      expect(text(state, { width: 40, height: 12 })).toContain(`▸ ${liveSettings[chosen]!.name}`);
    }
  });

  it('shows the address of the page at 80x24 with two parts and no MIDI', () => {
    const note = `No MIDI ports: ${'a long story '.repeat(15)}`;
    const state = after({ ...bandHello, midi: { outs: [null, null], in: null, note } });
    expect(text(state)).toContain('http://127.0.0.1:8765/');
    const info = receive(state, { type: 'log', level: 'info', text: 'preset chorus' });
    expect(text(info)).toMatch(/http:.*No MIDI ports.*preset chorus/s);
  });

  it('says that the connection is lost, and keeps the last values', () => {
    const shown = text(loseConnection(after(drumHello, meters)));
    expect(shown).toContain('No link to 127.0.0.1:8765');
    expect(shown).toContain('120 BPM');
  });
});
