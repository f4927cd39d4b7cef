import { describe, expect, it } from 'vitest';
import { drumVoices, voiceName, voiceOfPitch } from '../../../src/model/codec/drums.js';

describe('the drum voices', () => {
  it('are nine, and each hears the pitch that it plays', () => {
    expect(drumVoices.map(({ pitch }) => pitch)).toEqual([36, 38, 50, 47, 43, 46, 42, 49, 51]);
    expect(drumVoices.map(({ pitch }) => voiceName(pitch))).toEqual(drumVoices.map((v) => v.name));
  });

  it('hear every MIDI pitch, and list none twice', () => {
    expect(voiceOfPitch).toHaveLength(128);
    for (const voice of voiceOfPitch) expect(drumVoices[voice]).toBeDefined();
    const listed = drumVoices.flatMap(({ roland, general }) => [...roland, ...general]);
    expect(new Set<number>(listed).size).toBe(listed.length);
  });

  it('list every sound of General MIDI level 2', () => {
    const listed = new Set<number>(drumVoices.flatMap((v) => [...v.roland, ...v.general]));
    for (let pitch = 27; pitch <= 87; pitch++) expect(listed, `pitch ${pitch}`).toContain(pitch);
  });

  it.each([
    ['kick', [36]],
    ['snare', [38, 40, 37]],
    ['high-tom', [48, 50]],
    ['mid-tom', [45, 47]],
    ['low-tom', [43, 58]],
    ['open-hat', [46, 26]],
    ['closed-hat', [42, 22, 44]],
    ['crash', [49, 55, 57, 52]],
    ['ride', [51, 59, 53]],
  ] as const)('group the pitches of the Groove paper: %s', (name, pitches) => {
    for (const pitch of pitches) expect(voiceName(pitch)).toBe(name);
  });

  it('take a keyboard off the drum map by its note name', () => {
    expect([96, 98, 102, 12, 14].map(voiceName)).toEqual([
      'kick',
      'snare',
      'closed-hat',
      'kick',
      'snare',
    ]);
  });
});
