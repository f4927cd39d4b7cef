import type { Fault } from '../model/fault.js';
import { type ClockStatus, describeClock } from './core/clock-status.js';
import { Calibrator } from './calibrator.js';
import { Checkup } from './checkup.js';
import { CountedStart } from './counted-start.js';
import { Controllers } from './controllers.js';
import { Control, type ControlHooks } from './core/control.js';
import type { Log } from './core/log.js';
import type { Fade } from './core/recall.js';
import type { Values } from './core/setting.js';
import { Intents } from './intents.js';
import { Keeper } from './keeper.js';
import { Link, type OpenLink } from './link.js';
import { Models, modelsOf } from './models.js';
import { obeyCommand } from './obey-command.js';
import { Presets } from './presets.js';
import { LinkPort } from './io/link-port.js';
import { stateFolder } from './io/state-folder.js';
import type { MidiIn } from './io/midi-device.js';
import { monotonic } from './io/monotonic.js';
import type { HttpServer } from './io/http.js';
import type { Network } from './io/network.js';
import type { OscPort } from './io/osc-port.js';
import type { Surface } from './io/surface.js';
import type { Health } from './health.js';
import { Ports } from './ports.js';
import { PlayerKeys } from './player-keys.js';
import type { PlayEvent, Stroke } from './threads/play-events.js';
import type { Cue, Resume } from './threads/cue.js';
import type { Host } from './threads/host.js';
import type { Totals } from './threads/totals.js';
import { QuietEnd } from './quiet-end.js';
import { StyleWarning } from './style-warning.js';
import { SwingFollower } from './swing-follower.js';
import { version } from './version.js';

export interface DaemonOptions {
  /** Every row of the settings table. */
  readonly values: Values;
  /** One line for people. */
  readonly log: Log;
  /** Where it stands by for another process, what that was at when it died: until then it opens no port. */
  readonly cue?: Promise<Cue> | undefined;
  /** Where it plays on for another process, what was recalled there last. */
  readonly left?: Pick<Resume, 'preset' | 'fade'> | undefined;
  /** A client asked it to end. */
  readonly quit: () => void;
  /** It cannot go on. */
  readonly failed: (fault: Fault) => void;
}

/** Milliseconds for which changes are gathered: ten thousand a second from a fader are a thousand. */
const gatherFor = 1;
/** How often clients are told of lateness and misses. */
const metersInterval = 500;

/** Main's part of a playing ghostnote: between the threads that play and the clients that steer. */
export class Daemon {
  readonly control: Control;
  readonly midi: Ports;
  readonly controllers: Controllers;
  private readonly presets: Presets;
  private readonly link: Link;
  private readonly calibrator: Calibrator;
  private readonly swing: SwingFollower;
  private readonly quietEnd: QuietEnd;
  private readonly intents: Intents;
  private readonly playerKeys: PlayerKeys;
  readonly models: Models;
  private readonly checkup: Checkup;
  private readonly styles: StyleWarning;
  private readonly obey: ControlHooks['onCommand'];
  private osc: OscPort | undefined;
  private http: HttpServer | undefined;
  private unannounce: (() => Promise<void>) | undefined;
  private readonly meters = setInterval(() => this.publishMeters(), metersInterval);

  constructor(
    readonly host: Host,
    midiIn: MidiIn,
    surface: Surface | undefined,
    private readonly network: Network,
    readonly keeper: Keeper,
    private readonly options: DaemonOptions,
  ) {
    this.checkup = new Checkup(host);
    this.styles = new StyleWarning(host, options.log);
    this.midi = new Ports({
      inputs: surface === undefined ? [midiIn] : [midiIn, surface],
      outputs: host.midiOuts,
      of: host.outputs.of,
      reattachOutputs: () => host.reattach(),
      log: options.log,
      changed: () => this.control.publish({ type: 'midi', ...this.midi.state }),
    });
    this.control = new Control(
      options.values,
      () => ({
        version,
        models: modelsOf(host, this.control),
        loadable: this.models.loadable,
        midi: this.midi.state,
        osc: { port: this.osc?.port ?? 0 },
        phone: () => this.phone,
      }),
      {
        onChange: (live) => {
          host.setLive(live);
          this.link.set(live);
          this.controllers.show();
          this.styles.hear(this.control.values);
          this.intents.settingsChanged();
        },
        onCommand: (...command) => this.obey(...command),
      },
      (act) => setTimeout(act, gatherFor),
    );
    const { control } = this;
    const { values, log, quit } = options;
    const files = stateFolder(values['state'] as string);
    const openLink: OpenLink = (link) => {
      const network = values['link-interface'] as string;
      return new LinkPort({ network, clock: monotonic, log, ...link });
    };
    this.link = new Link(control, host, openLink, log, monotonic);
    const loaded = () => this.styles.hear(control.values);
    this.models = new Models(control, host, values, log, loaded, files.models);
    this.presets = new Presets(control, host, files.presets, log, options.left);
    this.quietEnd = new QuietEnd(control);
    this.intents = new Intents(control);
    this.playerKeys = new PlayerKeys(control, monotonic);
    this.swing = new SwingFollower(control, log, monotonic);
    this.calibrator = new Calibrator(control, new CountedStart(control, host, log), log, monotonic);
    const { link, models, presets, calibrator } = this;
    const controllers = new Controllers(control, calibrator, files.controllers, log, surface);
    this.controllers = controllers;
    this.obey = obeyCommand({
      ...{ control, host, link, models, presets, calibrator, controllers, keeper },
      ...{ quit, log, clock: monotonic },
    });
  }

  get ports(): { readonly osc: number; readonly http: number } {
    return { osc: this.osc!.port, http: this.http!.port };
  }

  /** What a phone opens to be let in; null where only this machine comes in. */
  get phone(): string | null {
    return this.network.phoneUrl(this.http?.port ?? 0);
  }

  /** Addresses of the devices that have paired since the start. */
  get paired(): readonly string[] {
    return this.network.door.paired;
  }

  /** What a recall has yet to bring. */
  get fade(): Fade | null {
    return this.presets.fade;
  }

  attach(osc: OscPort, http: HttpServer): void {
    this.osc = osc;
    this.http = http;
    this.link.set(this.control.values);
    this.styles.hear(this.control.values);
    this.unannounce = this.network.announce({ osc: osc.port, http: http.port }, this.options.log);
  }

  hear(event: PlayEvent): void {
    const { clock } = this.control;
    const isOther = (now: ClockStatus): boolean =>
      now.state !== clock.state || (now.state === 'link' && now.other !== clock.other);
    if (event.type === 'clock' && isOther(event)) {
      const bad = event.state === 'free-wheeling' || event.state === 'two clocks';
      this.options.log(bad ? 'warn' : 'info', `Beat: ${describeClock(event)}.`);
    }
    if (event.type === 'plan') this.intents.hear(event);
    else this.control.publish(event);
    this.presets.hear(event);
    this.link.hear(event);
    this.calibrator.hear(event);
    this.swing.hear(event);
    this.quietEnd.hear(event);
  }

  /** A player struck a key. */
  struck(stroke: Stroke): void {
    this.swing.struck(stroke.at, stroke.channel);
    this.quietEnd.struck();
    this.playerKeys.struck(stroke);
  }

  health(): Health {
    const { control, host, midi } = this;
    const { name, engine, device } = host.infos[0]!;
    return this.checkup.health({
      version,
      pid: process.pid,
      uptime_s: Math.round(process.uptime()),
      playing: control.playing,
      ...{ name, engine, device },
      clock: control.clock,
      midi: midi.state,
      clients: control.subscribers,
      ...host.totals(),
      rss_mb: Math.round(process.memoryUsage.rss() / 2 ** 20),
    });
  }

  /** Ends every note, closes every port. */
  async stop(): Promise<Totals> {
    const totals = await this.host.stop();
    this.close();
    const closing = [this.link.close(), this.unannounce?.(), this.osc?.close(), this.http?.close()];
    const writing = [this.presets.written, this.controllers.written, this.keeper.close()];
    await Promise.all([...closing, ...writing]);
    return totals;
  }

  /** What it opened itself. */
  close(): void {
    clearInterval(this.meters);
    this.checkup.end();
    this.midi.close();
    this.calibrator.end();
  }

  private publishMeters(): void {
    const { ticks, notesOn, notesOff, misses, fallbacks, lateness, predict } = this.host.totals();
    const clients = this.control.subscribers;
    this.control.publish({
      type: 'meters',
      ticks,
      notesOn,
      notesOff,
      misses,
      fallbacks,
      lateness,
      predict,
      clients,
    });
  }
}
