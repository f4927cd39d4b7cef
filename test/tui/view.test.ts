import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeValues } from '../../src/daemon/core/part-settings.js';
import { groups, liveSettings } from '../../src/daemon/core/settings.js';
import { asciiGlyphs, unicodeGlyphs } from '../../src/tui/glyphs.js';
import { loseLink, receive, type State } from '../../src/tui/state.js';
import { lineText } from '../../src/tui/text.js';
import { view } from '../../src/tui/view.js';
import { bandHello, drumHello, noteMessage, notesHello, tickMessage } from './fake-daemon.js';
import { classic, rows, text } from './shown.js';
import { after, anyState, keysPressed } from './states.js';

const meters = {
  type: 'meters',
  ticks: 99,
  notesOn: 812,
  notesOff: 809,
  misses: 3,
  fallbacks: 2,
  lateness: { p50: 120, p99: 1210, max: 3400 },
  predict: { p50: 410, p99: 880, max: 2100 },
  clients: 1,
} as const;

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
      if (setting.type === 'number')
        expect(shown).toMatch(
          new RegExp(`${setting.name} +${setting.max}(\\.0+)? ?${setting.unit}`),
        );
    for (const { name, title } of groups)
      expect(shown.includes(`  ${title} `)).toBe(liveSettings.some(({ group }) => group === name));
  });

  it('shows the code for phones, whole, at 80x24, whatever address the machine has', () => {
    const phone = 'http://192.168.100.100:8765/?code=K7Q2MX';
    expect(text(after({ ...drumHello, phone }))).toContain('192.168.100.100:8765 code K7Q2MX');
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

  it('shows what is measured and where the daemon is reached, whole, at 80x24', () => {
    const shown = text(
      after(
        drumHello,
        { type: 'transport', playing: true },
        tickMessage(21, 'kick+closed-hat'),
        meters,
      ),
    );
    for (const part of [
      '▶ playing  2.2.2',
      'p50 0.12  p99 1.21  max 3.40 ms',
      'p50 0.41  p99 0.88  max 2.10 ms',
      'misses   3   fallbacks 2',
      '812 on · 809 off',
      'itself  plays kick+closed-hat',
      '127.0.0.1:9000',
      'http://127.0.0.1:8765/',
      'out ghostnote out · in ghostnote in',
    ])
      expect(shown).toContain(part);
  });

  it('shows latencies whole at 80x24, however long', () => {
    const long = { p50: 9999, p99: 99_999, max: 9_999_000 };
    const shown = text(after(drumHello, { ...meters, lateness: long, predict: long }));
    expect(shown.match(/p50 10.0  p99 100  max 9999 ms$/gm)).toHaveLength(2);
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

  it('says without MIDI ports why, and what to do, in full', () => {
    const note =
      'No ALSA sequencer: notes go to OSC and the page. Hint: sudo modprobe snd-seq, then start again.';
    const shown = text(after({ ...drumHello, midi: { outs: [null], in: null, note } }));
    expect(shown.replace(/\s+/g, ' ')).toContain(note);
  });

  it('shortens that for a line of the log, and the help has the rest', () => {
    const note = `No MIDI ports. Hint: ${'a long story '.repeat(15)}end`;
    const state = after(
      { ...drumHello, midi: { outs: [null], in: null, note } },
      { type: 'log', level: 'warn', text: 'something happened' },
    );
    const shown = text(state);
    expect(shown).toMatch(/\w…$/m);
    expect(shown).toContain('something happened');
    expect(text(keysPressed(state, 'h', 'pagedown').state)).toContain('story end');
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

  it('says where a take was kept, in full, at 80x24', () => {
    const said = 'Kept the last 32 bars, 65 notes: /home/somebody/.local/state/takes/a take.mid';
    const state = after(drumHello, { type: 'log', level: 'info', text: said });
    expect(text(state).replace(/\s+/g, ' ')).toContain(said);
  });

  it('shows the address of the page at 80x24 with two parts and no MIDI', () => {
    const note = `No MIDI ports: ${'a long story '.repeat(15)}`;
    const state = after({ ...bandHello, midi: { outs: [null, null], in: null, note } });
    expect(text(state)).toContain('http://127.0.0.1:8765/');
    const info = receive(state, { type: 'log', level: 'info', text: 'preset chorus' });
    expect(text(info)).toMatch(/http:.*No MIDI ports.*preset chorus/s);
  });

  it('says that the link is lost, and keeps the last values', () => {
    const shown = text(loseLink(after(drumHello, meters)));
    expect(shown).toContain('No link to 127.0.0.1:8765');
    expect(shown).toContain('120 BPM');
  });
});

describe('the drum roll', () => {
  const playing = [
    drumHello,
    tickMessage(0, 'kick+closed-hat'),
    noteMessage(0, 'kick', 36, 127),
    noteMessage(0, 'closed-hat', 42, 20),
    tickMessage(1),
    tickMessage(2, 'closed-hat', true),
    noteMessage(2, 'closed-hat', 42, 70),
    tickMessage(3),
  ] as const;

  it('has a row for every voice before any was played', () => {
    const labels = rows(after(drumHello)).map((row) => row.split('│')[0]!.trim());
    expect(labels).toEqual(expect.arrayContaining([...drumHello.models[0].voices]));
  });

  it('puts a note in the row of its voice and the column of its tick, darker the louder', () => {
    const shown = rows(after(...playing));
    expect(shown.find((row) => row.startsWith('kick'))).toMatch(/^kick +│█ {15}│/);
    expect(shown.find((row) => row.startsWith('closed-hat'))).toMatch(/^closed-hat +│· ■ {13}│/);
  });

  it('marks the current tick, the missed ticks, the beats and the bars', () => {
    const ruler = rows(after(...playing)).find((row) => row.includes('▲'));
    expect(ruler).toMatch(/^ +│1 !▲· {3}· {3}· {3}│2 {3}·/);
  });

  it('shows the number of a bar whole while the play head is over it', () => {
    for (const [tick, ruler] of [
      [0, '│▲10 ·'],
      [1, '│·▲10·'],
      [2, '│10▲ ·'],
    ] as const)
      expect(text(after(drumHello, tickMessage(9 * 16 + tick)))).toContain(ruler);
  });

  it('keeps a note at its place while the play head sweeps on, until its bar comes round again', () => {
    const later = Array.from({ length: 63 }, (_, tick) => tickMessage(tick + 1));
    const kick = (state: State) => rows(state).find((row) => row.startsWith('kick'));
    const once = after(...playing.slice(0, 3), ...later);
    expect(kick(once)).toMatch(/^kick +│█/);
    expect(kick(after(...playing.slice(0, 3), ...later, tickMessage(64)))).not.toContain('█');
  });

  it('shows what is intended ahead of the play head, in place of the sweep before', () => {
    const kick = { pitch: 36, velocity: 127, offset: 0, label: 'kick' };
    const ticks = [1, 2, 3].map((tick) => ({
      tick,
      token: 'kick',
      probability: 0.5,
      notes: tick === 2 ? [kick] : [],
    }));
    const state = after(drumHello, tickMessage(0), { type: 'plan', part: 1, ticks });
    const lane = view(state, classic, unicodeGlyphs).find((row) =>
      lineText(row).startsWith('kick'),
    )!;
    expect(lineText(lane)).toMatch(/^kick +│ {2}□/);
    expect(lane.find(({ text: cell }) => cell === '□')?.style).toBe('plan');
    const stopped = receive(state, { type: 'transport', playing: false });
    expect(rows(stopped).find((row) => row.startsWith('kick'))).not.toContain('□');
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

  it('shows the busiest voices where there is no room for all', () => {
    const shown = text(after(...playing), { width: 40, height: 10 });
    expect(shown).toContain('closed-hat');
    expect(shown).not.toContain('ride');
  });
});

describe('the piano roll', () => {
  it('has rows for all that was played, and draws what sounds on', () => {
    const shown = rows(
      after(
        notesHello,
        tickMessage(0, 'C4.C6'),
        noteMessage(0, 'C4', 60, 100),
        noteMessage(0, 'C6', 84, 100),
        tickMessage(1, 'HOLD'),
        tickMessage(2, 'REST'),
        tickMessage(3, 'REST'),
      ),
    );
    expect(shown.filter((row) => /^[A-G]#?-?\d +│█─ {14}│/.test(row))).toHaveLength(2);
    expect(shown.find((row) => row.startsWith('C4'))).toContain('█─');
  });

  it('shows every pitch, however wide the range and few the rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(127), { minLength: 1 }),
        fc.integer({ min: 14, max: 60 }),
        (pitches, height) => {
          const notes = pitches.map((pitch, tick) => noteMessage(tick % 16, 'x', pitch, 127));
          const shown = text(after(notesHello, tickMessage(0), ...notes), { width: 80, height });
          const columns = new Set(pitches.map((_, tick) => tick % 16));
          const marked = new Set<number>();
          for (const row of shown.split('\n').filter((line) => line.includes('│')))
            for (let at = row.indexOf('█'); at >= 0; at = row.indexOf('█', at + 1))
              marked.add(at - row.indexOf('│') - 1);
          expect(marked).toEqual(columns);
        },
      ),
      { seed: 4 },
    );
  });
});
