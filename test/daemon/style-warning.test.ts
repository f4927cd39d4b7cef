import { describe, expect, test } from 'vitest';
import { knowsStyles, StyleWarning } from '../../src/daemon/style-warning.js';
import { loadModel } from '../../src/model/files/model-folder.js';

test.each([
  ['groove', true],
  ['nottingham', false],
  ['groove-tutorial', false],
])('%s is known to know styles by its weights: %s', async (name, knows) => {
  expect(knowsStyles(await loadModel(`models/${name}`))).toBe(knows);
});

describe('a style that changes nothing is told once a change', () => {
  const lines: string[] = [];
  const host = { infos: [{ name: 'tunes', styleless: true }] };
  const warning = new StyleWarning(host, (level, line) => lines.push(`${level} ${line}`));
  const said = (...all: Parameters<typeof warning.hear>) => {
    lines.length = 0;
    warning.hear(...all);
    return lines;
  };

  test('as it is set, to another, and again after it was taken back', () => {
    const rock = ['warn "tunes" knows no styles: style rock changes nothing in what it plays.'];
    expect(said({ style: 'any' })).toEqual([]);
    expect(said({ style: 'rock' })).toEqual(rock);
    expect(said({ style: 'rock', tempo: 99 })).toEqual([]);
    expect(said({ style: 'jazz' })).toEqual([expect.stringContaining('jazz')]);
    expect(said({ style: 'any' })).toEqual([]);
    expect(said({ style: 'rock' })).toEqual(rock);
  });

  test('by the part, and as a part that has one changes to such a model', () => {
    const both = { style: 'rock', 'part/2/style': 'jazz' };
    host.infos = [
      { name: 'tunes', styleless: true },
      { name: 'drums', styleless: false },
    ];
    expect(said({ ...both, style: 'any' })).toEqual([]);
    host.infos[1]!.styleless = true;
    expect(said(both)).toEqual([
      expect.stringMatching(/Part 1: "tunes".* rock /),
      expect.stringMatching(/Part 2: "drums".* jazz /),
    ]);
  });
});
