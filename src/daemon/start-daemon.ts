import { voiceName } from '../model/codec/drums.js';
import { pitchName } from '../model/codec/pitch-name.js';
import type { Log } from './core/log.js';
import { partPorts } from './core/part-ports.js';
import { completeValues, partName } from './core/part-settings.js';
import type { Values } from './core/setting.js';
import { settings } from './core/settings.js';
import { Daemon, type DaemonOptions } from './daemon.js';
import { startHttp } from './io/http.js';
import { openMidiIn } from './io/midi-device.js';
import type { MidiListener } from './io/midi-reader.js';
import { monotonic } from './io/monotonic.js';
import { requireFreeTcp, requireFreeUdp } from './io/listen.js';
import { hostOf, openNetwork } from './io/network.js';
import { startOsc } from './io/osc-port.js';
import { stateFolder } from './io/state-folder.js';
import { hurry } from './io/priority.js';
import { openSurface } from './io/surface.js';
import { Keeper } from './keeper.js';
import type { Cue } from './threads/cue.js';
import type { PlayEvent } from './threads/play-events.js';
import { startHost } from './threads/start-host.js';
import { version } from './version.js';

/**
 * Loads the model, starts the threads and, when its cue comes, opens every port; closes what was opened where one of them
 * cannot be. Where another one plays on the same network ports, nothing is begun or sent.
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { values: given } = options;
  const cue = options.cue?.then(whereFree) ?? Promise.resolve(await whereFree({ values: given }));
  const parts = given['parts'] as number;
  const all = (values: Values) => completeValues(values, settings, parts);
  const wanted = all(given);
  const text = (name: string): string => wanted[name] as string;
  let daemon: Daemon | undefined;
  const early: PlayEvent[] = [];
  const log: Log = (level, text) => {
    options.log(level, text);
    daemon?.control.publish({ type: 'log', level, text });
  };
  const network = await openNetwork(wanted, log);
  const outputs = partPorts(wanted, parts);
  const hosting = startHost({
    module: new URL('./threads/model-source.js', import.meta.url),
    models: Array.from({ length: parts }, (_, part) => ({
      model: text(partName(part + 1, 'model')),
      blendModel: text(partName(part + 1, 'blend-model')),
    })),
    engine: text('engine'),
    device: text('device'),
    spares: stateFolder(text('state')).models,
    outputs,
    cue: cue.then(({ values, resume }) => {
      hurry();
      return { values: all(values), resume };
    }),
    label: (pitch, part) => nameOf(host.infos[part]!.material, pitch),
    event: (event) => (daemon === undefined ? early.push(event) : daemon.hear(event)),
    struck: (stroke) => daemon?.struck(stroke),
    record: (entry) => keeper.add(entry),
    warned: (line) => log('warn', line),
    swap: (news) => daemon?.models.hear(news),
    ports: (ports) => daemon?.midi.outputs(ports),
    died: (fault, thread) => {
      log('error', fault.message);
      // Without the clock there is no music; without the model the last bar goes on.
      if (thread === 'clock') options.failed(fault);
    },
  });
  const cued = await Promise.race([cue, hosting.then(() => cue)]);
  const values = all(cued.values);
  network.door.readmit(cued.resume?.paired ?? []);
  const keeper = new Keeper({ values, version, log });
  const host = await hosting;
  const opened: (() => unknown)[] = [];
  try {
    opened.push(() => host.stop());
    opened.push(() => keeper.discard());
    await keeper.begin(host.infos);
    const listener: MidiListener = {
      key: (...key) => (daemon?.controllers ?? host).key(...key),
      realTime: (...told) => host.realTime(...told),
      control: (...event) => daemon?.controllers.control(...event),
    };
    const midiIn = openMidiIn(text('midi-in'), listener);
    const back = () => daemon?.controllers.showAnew();
    const surface =
      text('surface') === ''
        ? undefined
        : openSurface({
            name: text('surface'),
            ...{ listener, beside: midiIn, clock: monotonic, back },
          });
    const made = new Daemon(host, midiIn, surface, network, keeper, {
      ...{ ...options, values, log },
      left: cued.resume,
    });
    opened.push(() => made.close());
    daemon = made;
    for (const event of early) made.hear(event);
    const osc = await startOsc(made.control, {
      port: values['osc-port'] as number,
      network,
      log,
      clock: monotonic,
    });
    opened.push(() => osc.close());
    const http = await startHttp(made.control, {
      port: values['http-port'] as number,
      network,
      log,
      health: () => made.health(),
    });
    made.attach(osc, http);
    return made;
  } catch (error) {
    for (const close of opened.reverse()) await close();
    throw error;
  }
}

/** Fault PORT_TAKEN. */
async function whereFree(cue: Cue): Promise<Cue> {
  const { values } = cue;
  await requireFreeUdp(values['osc-port'] as number, hostOf(values));
  await requireFreeTcp(values['http-port'] as number, hostOf(values));
  return cue;
}

/** What people call a pitch. */
function nameOf(material: 'drums' | 'notes', pitch: number): string {
  return material === 'drums' ? voiceName(pitch) : pitchName(pitch);
}
