import { describe, expect, it } from 'vitest';
import { drumHello } from './fake-daemon.js';
import { rows, text } from './shown.js';
import { after, keysPressed } from './states.js';

describe('the ports and the log', () => {
  it('shows what the log has said in its pane, the newest at the foot, until Esc', () => {
    const lines = Array.from({ length: 30 }, (_, at) => `line ${at}`);
    const state = after(
      drumHello,
      ...lines.map((text) => ({ type: 'log', level: 'info', text }) as const),
    );
    const { state: open } = keysPressed(state, 'l');
    expect(
      rows(open)
        .slice(1, 23)
        .map((row) => row.trim()),
    ).toEqual(['page 1 of 2: PgDn and PgUp turn it', ...lines.slice(-21)]);
    expect(text(keysPressed(open, 'pageup').state)).toMatch(/page 2 of 2[^]*line 0$/m);
    expect(text(keysPressed(open, 'escape').state)).toContain('tempo');
  });

  it('says without MIDI ports why, and what to do, in full', () => {
    const note =
      'No ALSA sequencer: notes go to OSC and the page. Hint: sudo modprobe snd-seq, then start again.';
    const shown = text(after({ ...drumHello, midi: { outs: [null], in: null, note } }));
    expect(shown.replace(/\s+/g, ' ')).toContain(note);
  });

  it('shortens that for a line of the log, and the help and the log have the rest', () => {
    const note = `No MIDI ports. Hint: ${'a long story '.repeat(15)}end`;
    const state = after(
      { ...drumHello, midi: { outs: [null], in: null, note } },
      { type: 'log', level: 'warn', text: 'something happened' },
    );
    const shown = text(state);
    expect(shown).toMatch(/\w…$/m);
    expect(shown).toContain('something happened');
    expect(text(keysPressed(state, 'h', 'pagedown').state)).toContain('story end');
    const log = text(keysPressed(state, 'l').state).replace(/\s+/g, ' ');
    expect(log).toMatch(/story end warn: something happened/);
  });

  it('says what went wrong in two lines at 80x24, until Esc, and no other key, takes it away', () => {
    const note = `No MIDI ports: ${'a long story '.repeat(15)}`;
    const wrong =
      'cannot read the model /home/somebody/music/nope/model.json: there is no such file. Hint: models/groove';
    const state = after(
      { ...drumHello, midi: { outs: [null], in: null, note } },
      { type: 'log', level: 'warn', text: wrong },
    );
    const shown = (...keys: string[]) =>
      text(keysPressed(state, ...keys).state).replace(/\s+/g, ' ');
    expect(shown('down', 'h', 'h')).toContain(wrong);
    expect(shown()).toContain('No MIDI ports');
    expect(shown('9', 'escape')).toContain(wrong);
    expect(shown('escape')).not.toContain('nope');
    expect(shown('escape', 'l')).toContain(wrong);
  });

  it('give what was last said the only line at 60x20, until Esc', () => {
    const state = after(drumHello, { type: 'log', level: 'info', text: 'Move the control.' });
    const size = { width: 60, height: 20 };
    expect(text(state, size)).toContain('Move the control.');
    const cleared = text(keysPressed(state, 'escape').state, size);
    expect(cleared).toContain('out ghostnote out');
    expect(cleared).not.toContain('Move');
  });

  it('says where a take was kept, in full, at 80x24', () => {
    const said = 'Kept the last 32 bars, 65 notes: /home/somebody/.local/state/takes/a take.mid';
    const state = after(drumHello, { type: 'log', level: 'info', text: said });
    expect(text(state).replace(/\s+/g, ' ')).toContain(said);
  });

  it('says by a word, not by its colour alone, how bad a line of the log is', () => {
    const said = (level: 'info' | 'warn' | 'error') =>
      rows(after(drumHello, { type: 'log', level, text: 'so' })).find((row) => / so/.test(row));
    expect(['info', 'warn', 'error'].map((level) => said(level as 'info')?.trim())).toEqual([
      'log    so',
      'warn   so',
      'error  so',
    ]);
  });
});
