import { strokesToBegin } from './core/clock-status.js';
import type { Micros } from './core/clock.js';
import type { Control } from './core/control.js';
import { CountIn } from './core/count-in.js';
import type { Log } from './core/log.js';
import type { MidiListener } from './io/midi-reader.js';
import type { Host } from './threads/host.js';

/** Has the music begin where a player has counted it in, at that tempo. What is struck is music too. Main thread; never blocks. */
export class CountedStart implements Pick<MidiListener, 'key' | 'realTime'> {
  private readonly countIn = new CountIn();

  constructor(
    private readonly control: Control,
    private readonly music: Pick<Host, 'key' | 'realTime' | 'launch'>,
    private readonly log: Log,
  ) {}

  key(pitch: number, velocity: number, at: Micros, channel: number): void {
    this.music.key(pitch, velocity, at, channel);
    const { playing, values } = this.control;
    const strokes = playing ? 0 : strokesToBegin(values);
    if (strokes === 0) this.countIn.clear();
    else if (velocity > 0) this.struck(pitch, at, strokes);
  }

  realTime(...told: Parameters<MidiListener['realTime']>): void {
    this.music.realTime(...told);
  }

  private struck(pitch: number, at: Micros, strokes: number): void {
    const { control } = this;
    const { latency, tempo } = control.values;
    const meant = at - (latency as number) * 1000;
    const counted = this.countIn.key(pitch, meant, strokes, tempo as number);
    if (counted === undefined) return;
    control.set('tempo', counted.bpm);
    control.apply();
    const bpm = control.values['tempo'] as number;
    this.music.launch(bpm, counted.at);
    this.log('info', `Counted in: ${bpm.toFixed(1)} BPM.`);
  }
}
