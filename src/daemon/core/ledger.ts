/** Takes one channel message; must not throw. */
export type MidiSend = (status: number, data1: number, data2: number) => void;

const noteOff = 0x80;
const noteOn = 0x90;
const controlChange = 0xb0;
const pitches = 128;
const channels = 16;
/** Sustain pedal up, all notes off, all sound off: for what a synth may still hold after its note-offs. */
const quiet = [64, 123, 120];

/** For a port on which another process may have left notes: ends those `keys`, 128 times channel and pitch, then quiets all channels. */
export function quietAfterCrash(send: MidiSend, keys: readonly number[]): void {
  for (const key of keys) send(noteOff | Math.floor(key / pitches), key % pitches, 0);
  for (let channel = 0; channel < channels; channel += 1) {
    for (const controller of quiet) send(controlChange | channel, controller, 0);
  }
}

/**
 * Every sounding note of one port, by channel (0 to 15) and pitch. All parts that play there share it and nothing else sends notes,
 * so every note-on has exactly one note-off: the one asked for, one before a re-strike, or one of a flush.
 */
export class Ledger {
  /** Note-ons and note-offs sent so far. */
  notesOn = 0;
  notesOff = 0;

  /** The strike that sounds at each key, 0 where none does. */
  private readonly strikes = new Float64Array(channels * pitches);
  private readonly used = new Set<number>();
  /** How many parts are to be heard, by channel. */
  private readonly players = new Int32Array(channels);

  constructor(private readonly send: MidiSend) {}

  get sounding(): number {
    return this.notesOn - this.notesOff;
  }

  /** Gives the number of this strike, which its own note-off must name. */
  noteOn(channel: number, pitch: number, velocity: number): number {
    this.end(channel, pitch);
    this.notesOn += 1;
    this.strikes[channel * pitches + pitch] = this.notesOn;
    this.used.add(channel);
    this.send(noteOn | channel, pitch, velocity);
    return this.notesOn;
  }

  /** Does nothing where that strike has ended already: a stale note-off cannot cut a newer note. */
  noteOff(channel: number, pitch: number, strike: number): void {
    if (this.strikes[channel * pitches + pitch] === strike) this.end(channel, pitch);
  }

  /** One more part is to be heard on a channel. */
  join(channel: number): void {
    this.players[channel]! += 1;
  }

  /** One that had joined is heard there no more, its notes ended: the last to go quiets the channel, where drums may ring on. */
  leave(channel: number): void {
    this.players[channel]! -= 1;
    if (this.players[channel] === 0 && this.used.delete(channel)) this.quiet(channel);
  }

  /** Ends every sounding note, as a player who lifts both hands. */
  private release(): void {
    for (let key = 0; this.sounding > 0 && key < this.strikes.length; key += 1) {
      this.end(Math.floor(key / pitches), key % pitches);
    }
  }

  /** Ends every sounding note, then quiets each channel it has used. */
  flush(): void {
    this.release();
    for (const channel of this.used) this.quiet(channel);
    this.used.clear();
  }

  /** Ends every sounding note, then quiets all 16 channels. */
  panic(): void {
    this.release();
    for (let channel = 0; channel < channels; channel += 1) this.quiet(channel);
    this.used.clear();
  }

  private end(channel: number, pitch: number): void {
    const key = channel * pitches + pitch;
    if (this.strikes[key] === 0) return;
    this.strikes[key] = 0;
    this.notesOff += 1;
    this.send(noteOff | channel, pitch, 0);
  }

  private quiet(channel: number): void {
    for (const controller of quiet) this.send(controlChange | channel, controller, 0);
  }
}
