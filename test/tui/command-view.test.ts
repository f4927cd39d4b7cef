import { describe, expect, it } from 'vitest';
import { drumHello } from './fake-daemon.js';
import { rows, text } from './shown.js';
import { after, keysPressed } from './states.js';

const typing = (line: string, state = after(drumHello)) =>
  keysPressed(state, ':', ...Array.from(line)).state;
const words = (state: ReturnType<typeof typing>, size?: { width: number; height: number }) =>
  text(state, size).replace(/\s+/g, ' ');

describe('a command being typed', () => {
  it('stands below every command there is, at 80x24 and at 60x20', () => {
    const all = drumHello.commands.map(({ name }) => name).join(', ');
    for (const size of [
      { width: 80, height: 24 },
      { width: 60, height: 20 },
    ]) {
      expect(words(typing(''), size)).toContain(all);
      expect(rows(typing('pre'), size).at(-1)).toBe(' :pre_');
    }
  });

  it('says what it does, and shows what may be said after it', () => {
    const presets = { type: 'presets', names: ['chorus', 'verse 2'], current: null } as const;
    const shown = words(typing('preset ', after(drumHello, presets)));
    expect(shown).toContain('preset NAME: recall a preset on the next bar line');
    expect(shown).toContain('NAME: its name, or its place in the list chorus, verse 2 :');
    expect(words(typing('veto'))).toContain('NOTE: its tick, or its tick and pitch, as in 132 38');
    expect(words(typing('learn temp'))).toContain('tempo, temperature');
    expect(words(typing('tempo 9'))).toMatch(
      /tempo VALUE: beats a minute.* VALUE: 20 to 300 BPM :tempo 9_/,
    );
    expect(words(typing('mute'))).toContain('VALUE: on or off :mute_');
    expect(words(typing('learn '))).toMatch(/temperature.*unlearn/);
  });

  it('moves nothing that is above it', () => {
    const before = rows(after(drumHello));
    const shown = rows(typing('preset'));
    const over = shown.findIndex((row, at) => row !== before[at]);
    expect(over).toBeGreaterThan(12);
    expect(shown).toHaveLength(before.length);
  });
});
