import { describe, expect, it } from 'vitest';
import { parseSnapshot } from '../../../src/daemon/core/parse-snapshot.js';
import { snapshotText } from '../../support/fuzz/kept-texts.js';

const taken = JSON.parse(snapshotText()) as Record<string, unknown>;
const parse = (change: object) => parseSnapshot(JSON.stringify({ ...taken, ...change }));

describe('A snapshot', () => {
  it('comes back as it was taken', () => {
    expect(parse({})).toEqual(taken);
    expect(parse({ line: null })).toEqual({ ...taken, line: null });
  });

  it('that is damaged, or of another version, is none', () => {
    const line = taken['line'] as object;
    for (const change of [
      { format: 1 },
      { playing: 1 },
      { keys: [2048] },
      { keys: [0.5] },
      { keys: { length: 1 } },
      { paired: [1] },
      { line: { ...line, bpm: 0 } },
      { line: { ...line, tick: null } },
      { line: { ...line, ticksPerBar: 1e300 } },
      { played: [null] },
      { played: [{ ticksPerBar: 0, ticks: [] }] },
      { played: [{ ticksPerBar: 16, ticks: [{ token: 'kick', notes: [{ pitch: 200 }] }] }] },
    ])
      expect([change, parse(change)]).toEqual([change, undefined]);
  });

  it('of a version that knew of no preset has none', () => {
    for (const preset of [undefined, null, 7])
      expect(parse({ preset })).toEqual({ ...taken, preset: null });
  });

  it('has the rest of a fade where it can be gone on with, and else none', () => {
    const values = { tempo: 90 };
    expect(parse({ fade: { values, bars: 3 } })?.fade).toEqual({ values, bars: 3 });
    for (const fade of [undefined, 7, {}, { values, bars: -1 }, { values, bars: 1e9 }])
      expect(parse({ fade })?.fade).toBeNull();
    expect(parse({ fade: { values: { tempo: {}, 'no-such': 1 }, bars: 0 } })?.fade).toEqual({
      values: {},
      bars: 0,
    });
  });

  it('leaves out the settings that are none here, or cannot be so, and mends the rest', () => {
    const values = { tempo: 9999, seed: null, mode: 'sing', 'no-such': 1, 'part/2/mute': true };
    expect(parse({ values })?.values).toEqual({ tempo: 300, 'part/2/mute': true });
    expect(parse({ values: null })?.values).toEqual({});
  });
});
