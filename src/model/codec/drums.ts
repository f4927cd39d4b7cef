/**
 * The nine drum voices of "Learning to Groove" (Gillick et al., ICML 2019), in voice order.
 * `pitch` is what a voice plays; `roland` is what a Roland TD-11 kit sends for it, as the paper's
 * appendix groups it; `general` are the other sounds of General MIDI level 2 (27 to 87) nearest to it.
 */
export const drumVoices = [
  { name: 'kick', pitch: 36, roland: [36], general: [35] },
  {
    name: 'snare',
    pitch: 38,
    roland: [38, 40, 37],
    general: [27, 28, 31, 39, 75, 76, 77, 85],
  },
  { name: 'high-tom', pitch: 50, roland: [48, 50], general: [60, 62, 65, 79] },
  { name: 'mid-tom', pitch: 47, roland: [45, 47], general: [61, 63, 66, 78] },
  { name: 'low-tom', pitch: 43, roland: [43, 58], general: [41, 64, 86, 87] },
  { name: 'open-hat', pitch: 46, roland: [46, 26], general: [30, 72, 74, 81, 83] },
  {
    name: 'closed-hat',
    pitch: 42,
    roland: [42, 22, 44],
    general: [29, 32, 33, 54, 69, 70, 71, 73, 80, 82],
  },
  { name: 'crash', pitch: 49, roland: [49, 55, 57, 52], general: [84] },
  { name: 'ride', pitch: 51, roland: [51, 59, 53], general: [34, 56, 67, 68] },
] as const;

export type DrumVoice = (typeof drumVoices)[number]['name'];

/** [128] the voice, 0 to 8, of every MIDI pitch. */
export const voiceOfPitch: readonly number[] = Array.from({ length: 128 }, (_, pitch) => {
  const listed = listedVoice(pitch);
  // No drum sound lies here, so it is a keyboard's: its namesake in the octave of the kick, 36 to 47.
  return listed >= 0 ? listed : listedVoice(36 + (pitch % 12));
});

/** The voice of a MIDI pitch. */
export function voiceName(pitch: number): DrumVoice {
  return drumVoices[voiceOfPitch[pitch]].name;
}

function listedVoice(pitch: number): number {
  return drumVoices.findIndex(({ roland, general }) =>
    [...roland, ...general].some((listed) => listed === pitch),
  );
}
