/** A message that only goes out. */
export interface OutgoingRow {
  /** Its address is `/ghostnote/name`. */
  readonly name: string;
  /** OSC type tags of its arguments. */
  readonly types: string;
  readonly help: string;
}

/** Every message that only goes out; `docs/osc.md` says what its arguments are. */
export const outgoingRows: readonly OutgoingRow[] = [
  { name: 'note', types: 'iiiisi', help: 'pitch, velocity, channel, tick, label, part' },
  { name: 'key', types: 'iiis', help: 'of a player: pitch, velocity, channel, label' },
  { name: 'beat', types: 'iii', help: 'bar, beat, tick' },
  { name: 'playing', types: 'i', help: '1 while it plays' },
  { name: 'turn', types: 'ssi', help: 'mode, whose turn it is, part' },
  {
    name: 'plan',
    types: 'iisf',
    help: 'part, first tick, then token and probability of each tick',
  },
  { name: 'clock-state', types: 'sf', help: 'whose beat it is, BPM' },
  { name: 'presets', types: 's', help: 'the name of each preset' },
  { name: 'preset-current', types: 's', help: 'the preset recalled or saved last, or nothing' },
  {
    name: 'meters/lateness',
    types: 'fff',
    help: 'of notes, in ms: median, 99th percentile, longest',
  },
  {
    name: 'meters/predict',
    types: 'fff',
    help: 'predicting, in ms: median, 99th percentile, longest',
  },
  { name: 'meters/misses', types: 'ii', help: 'missed ticks, fallbacks' },
  { name: 'error', types: 's', help: 'why what you asked cannot be done' },
];
