import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unicodeGlyphs } from '../../src/tui/glyphs.js';
import { receive } from '../../src/tui/receive.js';
import type { State } from '../../src/tui/state.js';
import { lineText } from '../../src/tui/text.js';
import { view } from '../../src/tui/view.js';
import { drumHello, keyMessage, noteMessage, notesHello, tickMessage } from './fake-daemon.js';
import { classic, rows, text } from './shown.js';
import { after } from './states.js';

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

  it('draws the strokes of a player hollow, in the lane of their voice, and what falls together as one', () => {
    const keys = [
      keyMessage(0, 'kick', 36, 100),
      keyMessage(0.25, 'kick', 36, 100),
      keyMessage(0.5, 'snare', 38, 20),
    ];
    const state = after(...playing, ...keys);
    const lane = (name: string) => rows(state).find((row) => row.startsWith(name));
    expect(lane('kick')).toMatch(/^kick +│◉○ {14}│/);
    expect(lane('snare')).toMatch(/^snare +│ {2}◦ {13}│/);
    const [kick] = view(state, classic, unicodeGlyphs).filter((row) =>
      lineText(row).startsWith('kick'),
    );
    expect(kick!.find(({ text: cell }) => cell === '○')?.style).toBe('you');
  });

  it('draws the strokes of a keyboard beneath, where they are no drums, and the number of the bar makes way', () => {
    const chord = (beat: number) => keyMessage(beat, 'high-tom', 60, 100, 1);
    const ticks = Array.from({ length: 8 }, (_, at) => tickMessage(9 * 16 + at));
    const state = after(drumHello, ...ticks, chord(36), chord(36.5));
    expect(text(state)).toContain('│○ ○10  ▲');
    expect(rows(state).find((row) => row.startsWith('high-tom'))).not.toContain('○');
    const trade = { type: 'turn', part: 1, mode: 'trade', turn: 'listens' } as const;
    const bars = after(drumHello, trade, ...ticks, chord(36));
    expect(rows(bars).find((row) => row.startsWith('high-tom'))).toMatch(/│○ {15}│/);
  });

  it('takes no more rows for a player, at any size', () => {
    for (const size of [{ width: 60, height: 20 }, classic, { width: 120, height: 40 }]) {
      const foot = (state: State) => rows(state, size).findIndex((row) => row.includes('▲'));
      const beside = after(...playing, keyMessage(0, 'C4', 60, 90, 1));
      expect(foot(beside)).toBe(foot(after(...playing)));
    }
  });

  it('shows a stroke that came before its tick where that is intended to be silent', () => {
    const ticks = [1, 2].map((tick) => ({ tick, token: '', probability: 1, notes: [] }));
    const plan = { type: 'plan', part: 1, ticks } as const;
    const state = after(drumHello, tickMessage(0), plan, keyMessage(0.24, 'kick', 36, 100));
    expect(rows(state).find((row) => row.startsWith('kick'))).toMatch(/│ ○/);
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

  it('has rows for what a player plays below and above it', () => {
    const keys = [40, 90].map((pitch) => keyMessage(0, 'x', pitch, 100, 1));
    const note = noteMessage(0, 'C4', 60, 100);
    const shown = rows(after(notesHello, tickMessage(0), note, ...keys, tickMessage(1)));
    expect(shown.filter((row) => row.includes('│○'))).toHaveLength(2);
    expect(shown.filter((row) => row.includes('│█'))).toHaveLength(1);
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
