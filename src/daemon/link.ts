import type { Clock, Micros } from './core/clock.js';
import type { Control } from './core/control.js';
import type { LinkNode, LinkState } from './core/link/link-node.js';
import type { Log } from './core/log.js';
import type { TransportCommand } from './core/session.js';
import type { Values } from './core/setting.js';
import type { LinkPort, LinkPortOptions } from './io/link-port.js';
import type { Host } from './threads/host.js';
import type { PlayEvent } from './threads/play-events.js';

/** BPM: what a session's tempo is rounded to where it becomes the setting. */
const tempoStep = 0.001;
/** Commands that start or stop the music. */
const starting: Readonly<Partial<Record<TransportCommand, boolean>>> = {
  start: true,
  continue: true,
  stop: false,
  panic: false,
};

/**
 * Milliseconds in which those who are there are met. What starts sooner waits for that, or it would begin off their beat and
 * jump.
 */
const meetingTime = 600;
/** Where the network is slow they are met later; so long it waits at most. */
const longestMeeting = 3000;
/** For so long after a stop, what is heard may have been played before it. */
const afterStop: Micros = 1_000_000;

/** The network, where Link is on. */
export type OpenLink = (
  options: Pick<LinkPortOptions, 'bpm' | 'changed'>,
) => Pick<LinkPort, 'node' | 'advance' | 'close'>;

/** Ableton Link, for as long as `clock` says so: between the network, the settings and the music. Main thread; never blocks. */
export class Link {
  private port: ReturnType<OpenLink> | undefined;
  /** As the session last had it. */
  private playing = false;
  /** The setting, as it last stood; and what the session has. */
  private tempo = 0;
  private bpm = 0;
  private stoppedAt: Micros = -Infinity;
  private meeting: NodeJS.Timeout | undefined;
  /** It was told to end, and will stop by itself. */
  private ends = false;
  /** The start that waits for others. */
  private held: TransportCommand | undefined;
  private closed = false;

  constructor(
    private readonly control: Control,
    private readonly host: Pick<Host, 'link' | 'command'>,
    private readonly openPort: OpenLink,
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  /** How many others are in the session. */
  get peers(): number {
    return this.port?.node.state.peers ?? 0;
  }

  /** All live settings as they stand. */
  set(values: Values): void {
    if (this.closed) return;
    const bpm = values['tempo'] as number;
    if (values['clock'] !== 'link') {
      this.met();
      void this.leave();
    } else if (this.port === undefined) this.open(bpm);
    else if (bpm !== this.tempo) {
      this.port.node.setTempo(bpm, this.clock.now());
      this.port.advance();
    }
    this.tempo = bpm;
  }

  /** A transport command that was given here, on its way to the music. */
  command(command: TransportCommand): void {
    const playing = starting[command];
    this.held = undefined;
    this.ends = command === 'end';
    if (this.meeting !== undefined && playing === true) {
      this.held = command;
      return;
    }
    this.give(command);
    if (playing !== undefined) this.tell(playing);
  }

  /**
   * Whoever joins takes the bars that are played, and is told that it plays, whatever had it begin: of the first tick of each
   * bar is heard when it is played, or a little later.
   */
  hear(event: PlayEvent): void {
    if (event.type === 'transport' && !event.playing && this.ends) this.stopped();
    if (this.port === undefined || event.type !== 'tick') return;
    if (event.part !== 1 || event.tickInBar !== 0) return;
    const { values } = this.control;
    const nudge = (values['nudge'] as number) * 1000;
    const now = this.clock.now();
    this.port.node.layBar(values['beats-per-bar'] as number, now - nudge);
    if (this.peers === 0 && now - this.stoppedAt > afterStop) this.tell(true);
  }

  /** By itself. */
  private stopped(): void {
    this.ends = false;
    this.stoppedAt = this.clock.now();
    this.tell(false);
  }

  /** For good: what is set later, or was just before, opens it no more. */
  close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.meeting);
    return this.leave();
  }

  private get shares(): boolean {
    return this.control.values['link-start'] === true;
  }

  /** To the music. */
  private give(command: TransportCommand): void {
    const playing = starting[command];
    if (playing === false) this.stoppedAt = this.clock.now();
    // A bar is long where one waits for a sound.
    if (playing === true && this.peers > 0 && !this.control.playing)
      this.log('info', 'Comes in on the bar of the Link session.');
    this.host.command(command);
  }

  /** The others, where they start and stop with it. */
  private tell(playing: boolean): void {
    if (this.port === undefined || !this.shares) return;
    this.playing = playing;
    this.port.node.setPlaying(playing, this.clock.now());
    this.port.advance();
  }

  private open(bpm: number): void {
    const port = this.openPort({ bpm, changed: () => this.news(port.node.state) });
    this.port = port;
    this.playing = false;
    this.meet(port.node, 0);
    this.news(port.node.state);
  }

  private async leave(): Promise<void> {
    const { port } = this;
    this.port = undefined;
    await port?.close();
  }

  private meet(node: LinkNode, waited: number): void {
    const isOver = waited > 0 && (!node.measuring || waited >= longestMeeting);
    if (isOver) this.met();
    else this.meeting = setTimeout(() => this.meet(node, waited + meetingTime), meetingTime);
  }

  private met(): void {
    clearTimeout(this.meeting);
    this.meeting = undefined;
    if (this.held !== undefined) this.command(this.held);
  }

  private news({ bpm, beat, at, peers, playing }: LinkState): void {
    const { control, host } = this;
    host.link({ bpm, beat, at, peers });
    // What is new may be another thing: a fader's last value, which is yet to be told, is not undone.
    if (bpm !== this.bpm && Math.abs(bpm - (control.values['tempo'] as number)) > tempoStep) {
      control.set('tempo', Math.round(bpm / tempoStep) * tempoStep);
      this.tempo = control.values['tempo'] as number; // as clamped: nothing to tell the session
    }
    this.bpm = bpm;
    if (peers > 0) this.met();
    if (playing === this.playing) return;
    this.playing = playing;
    if (this.shares) this.give(playing ? 'start' : 'stop');
  }
}
