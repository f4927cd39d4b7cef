import { orderOf, type OrderCommand } from './core/command-order.js';
import type { Clock } from './core/clock.js';
import type { Control, ControlHooks } from './core/control.js';
import type { CommandName } from './core/live-commands.js';
import type { Log } from './core/log.js';
import type { TransportCommand } from './core/session.js';
import { TapTempo } from './core/tap-tempo.js';
import type { Calibrator } from './calibrator.js';
import type { Controllers } from './controllers.js';
import type { Keeper } from './keeper.js';
import type { Link } from './link.js';
import type { Models } from './models.js';
import type { PresetCommand, Presets } from './presets.js';
import type { Host } from './threads/host.js';

/** Who does what commands ask. */
export interface Doers {
  readonly control: Pick<Control, 'values' | 'set'>;
  readonly host: Pick<Host, 'order' | 'command'>;
  readonly link: Pick<Link, 'command' | 'peers'>;
  readonly calibrator: Pick<Calibrator, 'begin'>;
  readonly controllers: Pick<Controllers, 'learn' | 'unlearn' | 'panic'>;
  readonly keeper: Pick<Keeper, 'keepBars'>;
  readonly models: Pick<Models, 'load'>;
  readonly presets: Pick<Presets, 'do'>;
  readonly quit: () => void;
  readonly log: Log;
  readonly clock: Clock;
}

type Argument = string | number | undefined;
type Doing = (argument: Argument, part: number) => void;

/** What each command of the table does. Main thread; what takes a while is done in the background. May throw a Fault. */
export function obeyCommand(doers: Doers): ControlHooks['onCommand'] {
  const { control, host, link, calibrator, controllers, keeper, models, presets, log } = doers;
  const taps = new TapTempo();
  const transport = (command: TransportCommand) => () => link.command(command);
  const preset = (command: PresetCommand) => (argument: Argument) =>
    void presets.do(command, argument);
  const order = (kind: OrderCommand) => (argument: Argument, part: number) =>
    host.order(part - 1, orderOf(kind, argument));

  const table: Readonly<Record<CommandName, Doing>> = {
    start: transport('start'),
    continue: transport('continue'),
    stop: transport('stop'),
    end: transport('end'),
    panic: () => {
      controllers.panic();
      link.command('panic');
    },
    downbeat: () => {
      if (control.values['clock'] === 'midi')
        log('info', 'The bar is that of the MIDI clock, and comes from its song position.');
      else if (link.peers > 0)
        log('info', 'The bar is that of the Link session, and belongs to all who are in it.');
      else host.command('downbeat');
    },
    tap: () => {
      if (control.values['clock'] === 'midi') {
        log('info', 'The tempo is that of the MIDI clock, not of taps.');
        return;
      }
      const bpm = taps.tap(doers.clock.now());
      if (bpm !== undefined) control.set('tempo', bpm);
    },
    keep: (bars = 32) => void keeper.keepBars(Math.max(1, Math.round(Number(bars)))),
    fill: order('fill'),
    mutate: order('mutate'),
    approve: order('approve'),
    back: order('back'),
    veto: order('veto'),
    'cache-reset': order('cache-reset'),
    load: (model, part) => models.load(part, String(model)),
    forget: order('forget'),
    preset: preset('preset'),
    'preset-next': preset('preset-next'),
    'preset-previous': preset('preset-previous'),
    'preset-save': preset('preset-save'),
    'preset-delete': preset('preset-delete'),
    learn: (target) => controllers.learn(String(target)),
    unlearn: (target) => controllers.unlearn(String(target)),
    calibrate: () => calibrator.begin(),
    quit: doers.quit,
  };
  return (command, argument, part) => table[command](argument, part);
}
