import { describe, expect, it } from 'vitest';
import { keymap, mouseHelp } from '../../src/tui/keymap.js';
import { drumHello } from './fake-daemon.js';
import { rows, text } from './shown.js';
import { after, keysPressed } from './states.js';

describe('the help', () => {
  it('has every key of the keymap at 80x24', () => {
    const shown = text(keysPressed(after(drumHello), 'h').state);
    for (const row of keymap) expect(shown).toContain(`${row.shown.padEnd(11)}${row.help}`);
  });

  it.each([
    { width: 60, height: 20 },
    { width: 40, height: 12 },
  ])('is whole at $width x $height, over pages that go round and round', (size) => {
    const opened = keysPressed(after(drumHello), 'h').state;
    const count = Number(/page 1 of (\d)/.exec(text(opened, size))![1]);
    const pages = Array.from({ length: count }, (_, turns) =>
      keysPressed(opened, ...Array<string>(turns).fill('pagedown')),
    ).map(({ state }) => rows(state, size));
    const bodies = pages.map((page) =>
      page.slice(
        1,
        page.findIndex((row) => / page \d/.test(row)),
      ),
    );
    const words = bodies.flat().join(' ').replace(/\s+/g, ' ');
    for (const row of keymap) expect(words).toContain(`${row.shown} ${row.help}`);
    for (const note of ['tempo: beats', 'out ghostnote out', 'http://127.0.0.1:8765/', mouseHelp])
      expect(words).toContain(note);
    const round = keysPressed(opened, 'pageup', 'pagedown', ...pages.map(() => 'pagedown'));
    expect(rows(round.state, size)).toEqual(pages[0]);
  });

  it('explains the chosen setting', () => {
    const shown = text(keysPressed(after(drumHello), 'down', '?').state);
    expect(shown).toContain('temperature: how adventurous');
  });

  it('closes with the key that opened it', () => {
    const state = after(drumHello);
    expect(text(keysPressed(state, 'h', 'h').state)).toBe(text(state));
  });
});

describe('the keys on screen', () => {
  it('are those of the keymap, with quit among them, at 80 and at 40 columns', () => {
    for (const width of [80, 40])
      for (const row of keymap.filter((one) => one.brief !== ''))
        expect(text(after(drumHello), { width, height: 24 })).toContain(
          `${row.shown} ${row.brief}`,
        );
  });

  it('are Enter and Esc while a value is typed', () => {
    const shown = rows(keysPressed(after(drumHello), '9', '6').state);
    expect(shown.at(-1)).toContain('Enter set tempo');
    expect(shown.join('\n')).toContain('96_');
  });
});
