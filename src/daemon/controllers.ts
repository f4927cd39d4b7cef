import { describeError } from '../model/fault.js';
import type { Micros } from './core/clock.js';
import type { Control } from './core/control.js';
import { type ControlEvent, describeSource } from './core/control-event.js';
import { Learned, type Mapping, withMapping, withoutTarget } from './core/learned.js';
import type { Log } from './core/log.js';
import { isSustain, Sustain } from './core/sustain.js';
import { changeControllers, readControllers } from './io/controller-file.js';
import type { MidiListener } from './io/midi-reader.js';
import type { Surface } from './io/surface.js';

/**
 * Between MIDI in and the music: what a player taught a knob, key or programme to do is done, and not heard; all else goes
 * through. A control surface is told where the settings are. Main thread; the file is read and written in the background.
 */
export class Controllers implements MidiListener {
  private learned: Learned;
  private readonly sustain: Sustain;
  /** Resolves when what was taught before has been read. */
  readonly ready: Promise<void>;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly clients: Control,
    private readonly music: Pick<MidiListener, 'key' | 'realTime'>,
    private readonly file: string,
    private readonly log: Log,
    private readonly surface?: Pick<Surface, 'show'>,
  ) {
    this.learned = new Learned(clients.parts);
    this.sustain = new Sustain((...key) => music.key(...key));
    this.ready = this.read();
  }

  key(pitch: number, velocity: number, at: Micros, channel: number): void {
    const value = velocity / 127;
    const taken = this.take({ kind: 'note', channel: channel + 1, number: pitch, value });
    if (!taken) this.sustain.key(pitch, velocity, at, channel);
  }

  realTime(...told: Parameters<MidiListener['realTime']>): void {
    this.music.realTime(...told);
  }

  control(event: ControlEvent, at: Micros): void {
    const taken = this.take(event);
    // Taught to be something else, it holds nothing, though a foot was on it.
    if (isSustain(event)) this.sustain.move(taken ? { ...event, value: 0 } : event, at);
  }

  /** Where the music holds no key any more, no pedal does. */
  panic(): void {
    this.sustain.clear();
  }

  /** Resolves when what was taught is on disk; never rejects. */
  get written(): Promise<void> {
    return this.writing;
  }

  /** Settings may be others: the surface is told. */
  show(): void {
    if (this.surface === undefined) return;
    for (const event of this.learned.toShow(this.clients.values)) this.surface.show(event);
  }

  /** The surface is there again, and stands nobody knows where. */
  showAnew(): void {
    this.learned.lose();
    this.show();
  }

  /** The next control that moves is for `target`. Faults: UNKNOWN_NAME, BAD_VALUE. */
  learn(target: string): void {
    this.learned.learn(target.trim());
    this.log('info', `Move the control that is to be ${target.trim()}.`);
    this.tell();
  }

  /** Its control is music again. */
  unlearn(target: string): void {
    const name = target.trim();
    const waited = this.learned.waiting === name;
    const found = this.learned.unlearn(name);
    const now = waited ? 'waits for no control now' : 'has no control now';
    this.log('info', `${name} ${found ? now : 'had no control'}.`);
    if (!found) return;
    this.tell();
    if (!waited) this.keep((kept) => withoutTarget(kept, name));
  }

  private take(event: ControlEvent): boolean {
    const { values } = this.clients;
    const action = this.learned.take(event, values, values['pick-up'] === true);
    if (action === undefined) return false;
    try {
      if (action.kind === 'set') this.clients.set(action.name, action.value);
      else if (action.kind === 'do') this.clients.do(action.command, action.argument);
      else if (action.kind === 'learned') {
        const { mapping } = action;
        this.log('info', `Learned: ${describeSource(event)} is ${mapping.target}.`);
        this.tell();
        this.keep((kept) => withMapping(kept, mapping));
      }
    } catch (error) {
      this.log('warn', describeError(error));
    }
    this.show();
    return true;
  }

  private tell(): void {
    const { waiting, mappings } = this.learned;
    const controls = mappings.map((each) => ({
      target: each.target,
      source: describeSource(each),
    }));
    this.clients.publish({ type: 'learned', waiting, controls });
  }

  private keep(change: (kept: readonly Mapping[]) => readonly Mapping[]): void {
    this.writing = this.writing
      .then(() => changeControllers(this.file, change))
      .catch((fault: unknown) => this.log('warn', describeError(fault)));
  }

  private async read(): Promise<void> {
    try {
      this.learned = new Learned(this.clients.parts, await readControllers(this.file));
    } catch (fault) {
      this.log('warn', describeError(fault));
    }
    this.tell();
    this.show();
  }
}
