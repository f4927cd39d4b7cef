import { resolve } from 'node:path';
import { drumVoices } from '../model/codec/drums.js';
import { describeFault, type Fault } from '../model/fault.js';
import { type ClockStatus, describeClock } from './core/clock-status.js';
import { isOrder, orderOf } from './core/command-order.js';
import { Calibrator } from './calibrator.js';
import { Controllers } from './controllers.js';
import { Control } from './core/control.js';
import type { Log } from './core/log.js';
import type { ModelsMessage, PartModel } from './core/messages.js';
import { partName } from './core/part-settings.js';
import type { Values } from './core/setting.js';
import { TapTempo } from './core/tap-tempo.js';
import { Keeper } from './keeper.js';
import { Link, type OpenLink } from './link.js';
import { modelFolder } from './model-folders.js';
import { isPresetCommand, Presets } from './presets.js';
import { LinkPort } from './io/link-port.js';
import { stateFolder } from './io/state-folder.js';
import type { MidiIn } from './io/midi-device.js';
import { monotonic } from './io/monotonic.js';
import type { HttpServer } from './io/http.js';
import type { Network } from './io/network.js';
import type { OscPort } from './io/osc-port.js';
import type { Surface } from './io/surface.js';
import { type Health, problemsOf } from './health.js';
import { Ports } from './ports.js';
import type { PlayEvent } from './threads/play-events.js';
import type { SwapNews } from './threads/part-models.js';
import type { Cue } from './threads/cue.js';
import type { Host } from './threads/host.js';
import type { Totals } from './threads/totals.js';
import { version } from './version.js';

export interface DaemonOptions {
  /** Every row of the settings table. */
  readonly values: Values;
  /** One line for people. */
  readonly log: Log;
  /** Where it stands by for another process, what that was at when it died: until then it opens no port. */
  readonly cue?: Promise<Cue> | undefined;
  /** A client asked it to end. */
  readonly quit: () => void;
  /** It cannot go on. */
  readonly failed: (fault: Fault) => void;
}

/** Milliseconds for which changes are gathered: ten thousand a second from a fader are a thousand. */
const gatherFor = 1;
/** How often clients are told of lateness and misses. */
const metersInterval = 500;
/** Milliseconds for which a problem is told, and twice that at most. */
const problemInterval = 30_000;

/** Main's part of a playing ghostnote: between the threads that play and the clients that steer. */
export class Daemon {
  readonly control: Control;
  readonly midi: Ports;
  readonly controllers: Controllers;
  private readonly presets: Presets;
  private readonly link: Link;
  private readonly calibrator: Calibrator;
  /** Model folders that parts have changed to, by the names of their settings. */
  modelFolders: Values = {};
  private readonly firstDevice: string;
  private readonly taps = new TapTempo();
  private osc: OscPort | undefined;
  private http: HttpServer | undefined;
  private unannounce: (() => Promise<void>) | undefined;
  /** Counts as they were, half a minute ago or more, and at the last look since. */
  private before: Totals | undefined;
  private lately: Totals | undefined;
  private readonly looks = setInterval(() => {
    this.before = this.lately;
    this.lately = this.host.totals();
  }, problemInterval);
  private readonly meters = setInterval(() => this.publishMeters(), metersInterval);

  constructor(
    readonly host: Host,
    midiIn: MidiIn,
    surface: Surface | undefined,
    private readonly network: Network,
    readonly keeper: Keeper,
    private readonly options: DaemonOptions,
  ) {
    this.firstDevice = host.infos[0]!.device;
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
        models: this.models(),
        midi: this.midi.state,
        osc: { port: this.osc?.port ?? 0 },
        phone: this.phone,
      }),
      {
        onChange: (live) => {
          host.setLive(live);
          this.link.set(live);
          this.controllers.show();
        },
        onCommand: (command, argument, part) => {
          if (command === 'quit') options.quit();
          else if (command === 'tap') this.tap();
          else if (command === 'downbeat') this.downbeat();
          else if (command === 'calibrate') this.calibrator.begin();
          else if (command === 'keep') void this.keep(argument);
          else if (command === 'learn') this.controllers.learn(String(argument));
          else if (command === 'unlearn') this.controllers.unlearn(String(argument));
          else if (command === 'load') this.load(part, String(argument));
          else if (isPresetCommand(command)) void this.presets.do(command, argument);
          else if (isOrder(command)) host.order(part - 1, orderOf(command, argument));
          else this.link.command(command);
        },
      },
      (act) => setTimeout(act, gatherFor),
    );
    const linkPlace = {
      network: options.values['link-interface'] as string,
      ...{ clock: monotonic, log: options.log },
    };
    const openLink: OpenLink = (link) => new LinkPort({ ...linkPlace, ...link });
    this.link = new Link(this.control, host, openLink, options.log, monotonic);
    const { presets, controllers } = stateFolder(options.values['state'] as string);
    this.presets = new Presets(this.control, host, presets, options.log);
    this.calibrator = new Calibrator(this.control, host, options.log, monotonic);
    const { control, calibrator } = this;
    this.controllers = new Controllers(control, calibrator, controllers, options.log, surface);
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

  attach(osc: OscPort, http: HttpServer): void {
    this.osc = osc;
    this.http = http;
    this.link.set(this.control.values);
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
    this.control.publish(event);
    this.presets.hear(event);
    this.link.hear(event);
    this.calibrator.hear(event);
  }

  hearSwap(news: SwapNews): void {
    const { log } = this.options;
    const part = `Part ${news.part + 1}`;
    switch (news.state) {
      case 'loaded':
        this.modelFolders = {
          ...this.modelFolders,
          [partName(news.part + 1, 'model')]: news.choice.model,
        };
        log('info', `${part} plays ${news.info.name} from the next bar line on.`);
        break;
      case 'playing':
        this.control.publish({ type: 'models', models: this.models() });
        break;
      case 'refused':
        log('warn', `${part} plays on with what it has: ${describeFault(news.fault)}`);
    }
  }

  health(): Health {
    const { control, host, midi } = this;
    const { name, engine, device } = host.infos[0]!;
    const now = {
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
    };
    const problems = problemsOf(now, this.before, this.firstDevice);
    return { status: problems.length === 0 ? 'ok' : 'degraded', problems, ...now };
  }

  /** Ends every note, closes every port. */
  async stop(): Promise<Totals> {
    const totals = await this.host.stop();
    this.close();
    const closing = [this.link.close(), this.unannounce?.(), this.osc?.close(), this.http?.close()];
    await Promise.all([...closing, this.keeper.close()]);
    return totals;
  }

  /** What it opened itself. */
  close(): void {
    clearInterval(this.meters);
    clearInterval(this.looks);
    this.midi.close();
    this.calibrator.end();
  }

  private load(part: number, folder: string): void {
    const model = resolve(modelFolder(folder));
    const blendModel = this.options.values[partName(part, 'blend-model')] as string;
    this.host.load(part - 1, { model, blendModel });
  }

  private async keep(bars: string | number = 32): Promise<void> {
    await this.keeper.keepBars(Math.max(1, Math.round(Number(bars))));
  }

  private models(): ModelsMessage['models'] {
    const beats = this.control.values['beats-per-bar'] as number;
    const models = this.host.infos.map(({ name, material, grid }) => ({
      name,
      material,
      ticksPerBar: (grid / 4) * beats,
      ticksPerBeat: grid / 4,
      voices: voicesOf(material),
    }));
    return models as [PartModel, ...PartModel[]];
  }

  private downbeat(): void {
    const { log } = this.options;
    if (this.control.values['clock'] === 'midi')
      log('info', 'The bar is that of the MIDI clock, and comes from its song position.');
    else if (this.link.peers > 0)
      log('info', 'The bar is that of the Link session, and belongs to all who are in it.');
    else this.host.command('downbeat');
  }

  private tap(): void {
    if (this.control.values['clock'] === 'midi') {
      this.options.log('info', 'The tempo is that of the MIDI clock, not of taps.');
      return;
    }
    const bpm = this.taps.tap(monotonic.now());
    if (bpm !== undefined) this.control.set('tempo', bpm);
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

function voicesOf(material: 'drums' | 'notes'): readonly string[] {
  return material === 'drums' ? drumVoices.map(({ name }) => name) : [];
}
