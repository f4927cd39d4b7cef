import { Calibration, type Calibrated, enoughTaps } from './core/calibration.js';
import type { Clock, Micros } from './core/clock.js';
import type { Control } from './core/control.js';
import type { Log } from './core/log.js';
import { type Mode, soundsThroughout } from './core/mode.js';
import { partName } from './core/part-settings.js';
import type { MidiListener } from './io/midi-reader.js';
import type { PlayEvent } from './threads/play-events.js';

/** Milliseconds without a key after which nobody taps any more. */
const givenUp = 15_000;

/** Finds `latency` by a player's taps, which are music too. Main thread. */
export class Calibrator implements Pick<MidiListener, 'key' | 'realTime'> {
  private calibration: Calibration | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly control: Control,
    private readonly music: Pick<MidiListener, 'key' | 'realTime'>,
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  /** Anew, if it was at it. */
  begin(): void {
    this.end();
    const hindrance = this.hindrance();
    if (hindrance !== undefined) {
      this.log('info', hindrance);
      return;
    }
    this.calibration = new Calibration();
    this.log('info', `Tap any key of your keyboard or pad with the beat, ${enoughTaps} times.`);
    this.wait();
  }

  key(pitch: number, velocity: number, at: Micros, channel: number): void {
    if (velocity > 0 && this.calibration !== undefined) {
      this.calibration.tap(at);
      this.wait();
    }
    this.music.key(pitch, velocity, at, channel);
  }

  realTime(...told: Parameters<MidiListener['realTime']>): void {
    this.music.realTime(...told);
  }

  /** The first tick of a beat comes within a millisecond of it, nudged. */
  hear(event: PlayEvent): void {
    if (event.type !== 'tick' || event.part !== 1 || this.calibration === undefined) return;
    if (event.tickInBar % this.control.models[0].ticksPerBeat !== 0) return;
    const nudge = (this.control.values['nudge'] as number) * 1000;
    const found = this.calibration.beat(this.clock.now() - nudge);
    if (found !== undefined) this.take(found);
  }

  end(): void {
    clearTimeout(this.timer);
    this.calibration = undefined;
  }

  /** Why there is no beat to tap along with, and what to do. */
  private hindrance(): string | undefined {
    const { playing, values } = this.control;
    if (!playing) return 'Play first: latency is found by taps along with what you hear.';
    if (values['clock'] === 'player')
      return 'The beat goes with your taps, which are no measure of it: first set clock to internal.';
    // Whoever shares the beat may sound on it.
    const isShared = values['clock'] !== 'internal' || values['clock-out'] === true;
    if (isShared || this.playsOn()) return undefined;
    return `In mode ${String(values['mode'])} it is silent while you play, and you would tap along with nothing: first set mode to accompany.`;
  }

  /** Whether any part sounds while somebody plays. */
  private playsOn(): boolean {
    const { values, parts } = this.control;
    const ofParts = Array.from({ length: parts }, (_, at) => values[partName(at + 1, 'mode')]);
    return ofParts.some((mode) => soundsThroughout(mode as Mode));
  }

  private take({ late, spread, isEven }: Calibrated): void {
    this.end();
    const milliseconds = (micros: Micros): number => Math.round(micros / 1000);
    const about = milliseconds(spread);
    if (!isEven) {
      this.log('warn', `The taps were not in time: ${about} ms about their middle. Try again.`);
      return;
    }
    this.control.set('latency', milliseconds(late));
    const came = `${milliseconds(Math.abs(late))} ms ${late < 0 ? 'before' : 'after'} the beat`;
    const latency = String(this.control.values['latency']);
    this.log(
      'info',
      `Your taps came ${came}, give or take ${about}: latency is ${latency} ms now.`,
    );
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.end();
      this.log('info', 'No taps came in: latency is as it was.');
    }, givenUp);
  }
}
