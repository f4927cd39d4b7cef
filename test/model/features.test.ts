import { describe, expect, it } from 'vitest';
import {
  features,
  nothingTold,
  phraseBars,
  pieceStyles,
  styleOf,
  type Told,
} from '../../src/model/features.js';
import { featureNames, featureWidth } from '../../src/model/net/architecture.js';
import { toldAll as architecture } from './small.js';

const unknown = nothingTold;
const known: Told = {
  position: 5,
  velocity: new Float32Array(9).fill(0.5),
  offset: new Float32Array(9).fill(-0.25),
  velocityBefore: new Float32Array(36).fill(0.75),
  offsetBefore: new Float32Array(36).fill(0.125),
  soundsBefore: phraseBars.map(() => ({ kind: 'onset', pitches: [60], lanes: [0] })),
  reprise: true,
  kind: 'fill',
  style: 'jazz',
  tempo: 90,
};

describe('features', () => {
  it('are all zeros where nothing is known', () => {
    expect([...features(architecture, unknown)]).toEqual(
      Array<number>(featureWidth(architecture)).fill(0),
    );
  });

  it.each(featureNames)('say %s in its own columns, and nowhere else', (name) => {
    const row = features(architecture, { ...unknown, [name]: known[name] });
    let begin = 0;
    for (const group of architecture.features) {
      const columns = row.subarray(begin, begin + group.width);
      expect(columns.some((value) => value !== 0)).toBe(group.name === name);
      begin += group.width;
    }
  });

  it('wrap a position that the table has no column for', () => {
    const width = architecture.features.find(({ name }) => name === 'position')!.width;
    expect(features(architecture, { ...unknown, position: width + 3 })).toEqual(
      features(architecture, { ...unknown, position: 3 }),
    );
  });

  it('tell each style from every other', () => {
    const rows = pieceStyles.map((style) => features(architecture, { ...unknown, style }).join());
    expect(new Set(rows).size).toBe(pieceStyles.length);
  });

  it('know a style by the name that its own sub-style begins with, and no other', () => {
    expect(styleOf('funk/groove1')).toBe('funk');
    expect(styleOf('Rock')).toBe('rock');
    expect(styleOf('polka')).toBeNull();
  });

  it('tell a fast tempo from a slow one, and a beat from a fill', () => {
    const at = (tempo: number) => features(architecture, { ...unknown, tempo });
    expect(at(60)).not.toEqual(at(180));
    const beat = features(architecture, { ...unknown, kind: 'beat' });
    expect(beat).not.toEqual(features(architecture, { ...unknown, kind: 'fill' }));
  });
});
