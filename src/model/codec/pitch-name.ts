const classes = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];
const names = Array.from(
  { length: 128 },
  (_, pitch) => `${classes[pitch % 12]}${Math.floor(pitch / 12) - 1}`,
);
const pitches = new Map(names.map((name, pitch) => [name, pitch]));

/** The name of a MIDI pitch, 0 to 127, with sharps: 60 is `C4`, 61 is `C#4`, 0 is `C-1`. */
export function pitchName(pitch: number): string {
  return names[pitch];
}

/** The MIDI pitch of a name that `pitchName` gives; undefined for any other text. */
export function pitchOf(name: string): number | undefined {
  return pitches.get(name);
}

/** The MIDI pitch that people mean by a text, in any case and with flats too: `eb3` is 51. Undefined where it is none. */
export function readPitch(text: string): number | undefined {
  const [, letter = '', sign = '', octave] = /^([a-g])([#b]?)(-?\d)$/i.exec(text.trim()) ?? [];
  const natural = classes.indexOf(letter.toUpperCase());
  const raised = sign === '' ? 0 : sign === '#' ? 1 : -1;
  const pitch = natural + raised + 12 * (Number(octave) + 1);
  return pitch in names ? pitch : undefined;
}
