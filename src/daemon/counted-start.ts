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
    if (!this.waits) this.countIn.clear();
    else if (velocity > 0) this.struck(pitch, at);
  }

  realTime(...told: Parameters<MidiListener['realTime']>): void {
    this.music.realTime(...told);
  }

  /** Where others keep the beat, theirs begins it. */
  private get waits(): boolean {
    const { playing, values } = this.control;
    const { clock, 'count-in': strokes } = values;
    return !playing && strokes !== 0 && (clock === 'internal' || clock === 'player');
  }

  private struck(pitch: number, at: Micros): void {
    const { control } = this;
    const { latency, tempo, 'count-in': strokes } = control.values;
    const meant = at - (latency as number) * 1000;
    const counted = this.countIn.key(pitch, meant, strokes as number, tempo as number);
    if (counted === undefined) return;
    control.set('tempo', counted.bpm);
    control.apply();
    const bpm = control.values['tempo'] as number;
    this.music.launch(bpm, counted.at);
    this.log('info', `Counted in: ${bpm.toFixed(1)} BPM.`);
  }
}
