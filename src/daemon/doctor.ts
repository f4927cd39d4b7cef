import { setTimeout as sleep } from 'node:timers/promises';
import { stepMaterials } from '../model/codec/step-material.js';
import { describeMeasurements, measureEngines } from '../model/engine/measure.js';
import { describePlacement, placementOf } from '../model/engine/placement.js';
import { quantile } from '../model/engine/timing.js';
import { Fault } from '../model/fault.js';
import { describeLayers } from '../model/net/architecture.js';
import { alone } from '../model/improvise.js';
import { plainControls } from '../model/tick.js';
import { partPorts } from './core/part-ports.js';
import { completeValues, partName } from './core/part-settings.js';
import type { Values } from './core/setting.js';
import { settings } from './core/settings.js';
import {
  comesLate,
  findMidiPort,
  listMidiPorts,
  type MidiPorts,
  openMidiOut,
} from './io/midi-device.js';
import { monotonic } from './io/monotonic.js';
import { becomeRealTime, priorityHint } from './io/priority.js';
import { lanAddresses } from './io/lan-address.js';
import { requireFreeTcp, requireFreeUdp } from './io/listen.js';
import { hostOf, phoneUrl } from './io/network.js';
import { keptPairing } from './io/pairing.js';
import { stateFolder } from './io/state-folder.js';
import { loadGenerator, openModel } from './load-generator.js';
import { count } from './core/count.js';

/** What the doctor found of one thing. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do where it is not well; where it is `ok`, that is a warning of what may be meant so. */
  readonly hint: string;
}

/** What is as somebody may have meant it, and what to do where nobody has. */
type Warning = Pick<Check, 'detail' | 'hint'>;

/** Looks at one thing: gives what it found, or throws what is wrong with it. */
interface Examination {
  readonly name: string;
  /** What to do where the fault itself does not say. */
  readonly hint: string;
  examine(values: Values): string | Warning | Promise<string>;
}

export const examinations: readonly Examination[] = [
  { name: 'node', hint: 'install Node.js 20.9 or newer', examine: node },
  { name: 'model', hint: 'give a model folder with --model', examine: model },
  { name: 'engine', hint: 'use --engine ort --device cpu', examine: engine },
  { name: 'engines', hint: 'give a model folder with --model', examine: engines },
  { name: 'midi', hint: 'music goes on to OSC, WebSocket and the page', examine: midi },
  { name: 'osc', hint: 'use --osc-port 0', examine: oscPort },
  { name: 'page', hint: 'use --http-port 0', examine: httpPort },
  { name: 'phone', hint: 'use --state FOLDER', examine: phone },
  { name: 'clock', hint: 'close what loads the machine', examine: clock },
];

export async function examine(one: Examination, values: Values): Promise<Check> {
  const { name } = one;
  try {
    const found = await one.examine(values);
    return { name, ok: true, ...(typeof found === 'string' ? { detail: found, hint: '' } : found) };
  } catch (error) {
    const { message, hint = one.hint } = error as Error & { hint?: string };
    return { name, ok: false, detail: message, hint };
  }
}

/** One line for people. */
export function describeCheck({ name, ok, detail, hint }: Check): string {
  const verdict = !ok ? 'FAIL' : hint === '' ? 'ok  ' : 'warn';
  return `${verdict} ${name}: ${detail}${hint === '' ? '' : ` -> ${hint}`}`;
}

/** A kick, a quarter of a second long, on the MIDI output. */
export async function playTestNote(values: Values): Promise<string> {
  const port = openMidiOut(values['midi-out'] as string);
  if (port.name === null) throw withoutMidi(port.note);
  const channel = ((values['channel'] as number) || stepMaterials.drums.channel + 1) - 1;
  await sleep(500); // a synth that connects by itself needs a moment
  port.send(0x90 | channel, 36, 100);
  await sleep(250);
  port.send(0x80 | channel, 36, 0);
  await sleep(100);
  port.close();
  return `a kick went to "${port.name}"`;
}

/** What a phone opens to steer a daemon that plays with these settings; undefined where none can, or none knows yet. */
export async function phoneAddress(values: Values): Promise<string | undefined> {
  const port = values['http-port'] as number;
  if (values['lan'] !== true || port === 0) return undefined;
  return phoneUrl(port, await keptPairing(stateFolder(values['state'] as string).pairing));
}

async function phone(values: Values): Promise<string> {
  if (values['lan'] !== true) return 'only this machine comes in; --lan lets phones in, by a code';
  if (lanAddresses().length === 0) {
    throw new Fault('LINK_LOST', 'this machine is on no network', { hint: 'join the Wi-Fi' });
  }
  const url = await phoneAddress(values);
  if (url === undefined) return 'play prints what a phone opens, once it has picked a port';
  return `open ${url} there (what follows = is the code), or point its camera at this:`;
}

function node(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 9))
    throw new Error(`Node.js ${process.versions.node} is too old`);
  return `Node.js ${process.versions.node} on ${process.platform} ${process.arch}`;
}

/** How many parts there are, and the settings of each by name. */
function ofParts(values: Values): { readonly parts: number; readonly all: Values } {
  const parts = Number(values['parts'] ?? 1);
  return { parts, all: completeValues(values, settings, parts) };
}

/** Those of all parts. */
async function model(values: Values): Promise<string> {
  const { parts, all } = ofParts(values);
  const folders = Array.from(
    { length: parts },
    (_, at) => all[partName(at + 1, 'model')] as string,
  );
  const found: string[] = [];
  for (const folder of new Set(folders)) {
    const { architecture, name } = (await openModel(folder)).manifest;
    found.push(
      `"${name}": ${count(architecture.vocabulary, 'token')}, ${describeLayers(architecture)}`,
    );
  }
  return found.join('; ');
}

async function engine(values: Values): Promise<string> {
  const { generator, engine: made } = await loadGenerator(values['model'] as string, {
    engine: values['engine'] as string,
    device: values['device'] as string,
    threads: 1,
  });
  const { name, device } = made;
  const millis: number[] = [];
  for (let tick = 0; tick < 120; tick++) {
    await generator.prepare();
    const began = performance.now();
    await generator.next(alone(tick, 16, plainControls));
    millis.push(performance.now() - began);
  }
  await generator.close();
  const median = quantile(millis, 0.5);
  return `${name} on ${device}: a prediction takes ${median.toFixed(2)} ms once its tick's token is known (median of 120)`;
}

/** What `--engine auto` goes by, and what of it is on a GPU. */
async function engines(values: Values): Promise<string> {
  const { manifest, params } = await openModel(values['model'] as string);
  const { architecture, window } = manifest;
  const measurements = await measureEngines({ architecture, params, window });
  const lines = describeMeasurements(measurements);
  for (const { engine, device } of measurements.measured) {
    if (engine !== 'ort' || device === 'cpu') continue;
    const placement = await placementOf(architecture, params, device);
    lines.push(`${device} computes ${describePlacement(placement)}`);
  }
  return lines.join('; ');
}

function midi(values: Values): string | Warning {
  return midiOf(values, listMidiPorts());
}

/**
 * What there is of MIDI for these settings. A machine without any plays all the same: that is a fault only where ports of others
 * are asked for by name. Fault MIDI_UNAVAILABLE.
 */
export function midiOf(values: Values, ports: MidiPorts): string | Warning {
  const { outs, heard } = portsFor(values, ports);
  const all = [...outs, ...heard];
  if (ports.note !== '') {
    const fault = withoutMidi(ports.note);
    if (!ports.without || all.some(({ name }) => name === null)) throw fault;
    return { detail: fault.message, hint: fault.hint ?? '' };
  }
  for (const { note } of all) if (note !== '') throw withoutMidi(note);
  const named = (found: typeof outs) => found.map(({ name }) => `"${name!}"`).join(' and ');
  const others = `${count(ports.inputs.length, 'input')}, ${count(ports.outputs.length, 'output')} of other programs and devices`;
  return `plays to ${named(outs)}, listens to ${named(heard)}; ${others}`;
}

/** Which ports the settings mean among those of others. */
function portsFor(values: Values, { inputs, outputs }: MidiPorts) {
  const surface = values['surface'] as string;
  const { parts, all } = ofParts(values);
  const outs = partPorts(all, parts).names.map((name) => findMidiPort('output', name, outputs));
  const heard = [findMidiPort('input', values['midi-in'] as string, inputs)];
  if (surface !== '') heard.push(findMidiPort('input', surface, inputs, comesLate));
  return { outs, heard };
}

/** The note of a missing port is one line; here what is wrong and what to do stand apart. */
function withoutMidi(note: string): Fault {
  const [message = note, hint] = note.split(' Hint: ');
  return new Fault('MIDI_UNAVAILABLE', message, hint === undefined ? {} : { hint });
}

async function oscPort(values: Values): Promise<string> {
  const port = values['osc-port'] as number;
  if (port !== 0 && port === (await playingOsc(values)))
    return `UDP port ${port} is that of the ghostnote that plays`;
  await requireFreeUdp(port, hostOf(values));
  return `UDP port ${port} is free`;
}

async function httpPort(values: Values): Promise<string> {
  const port = values['http-port'] as number;
  if ((await playingOsc(values)) !== undefined)
    return `TCP port ${port} is that of the ghostnote that plays`;
  await requireFreeTcp(port, hostOf(values));
  return `TCP port ${port} is free`;
}

/** The OSC port of a ghostnote whose page is where this one's would be; undefined where none plays there. OSCQuery says it. */
async function playingOsc(values: Values): Promise<number | undefined> {
  try {
    const asked = await fetch(`http://127.0.0.1:${String(values['http-port'])}/?HOST_INFO`, {
      signal: AbortSignal.timeout(1000),
    });
    const { NAME, OSC_PORT } = (await asked.json()) as Partial<Record<string, unknown>>;
    return NAME === 'ghostnote' ? Number(OSC_PORT) : undefined;
  } catch {
    return undefined;
  }
}

/** How late a thread wakes here: what the clock thread lives with. It spins the last bit, so it does better. */
function clock(): string {
  const priority = becomeRealTime();
  const word = new Int32Array(new SharedArrayBuffer(4));
  const late: number[] = [];
  for (let wait = 0; wait < 200; wait++) {
    const due = monotonic.now() + 2000;
    Atomics.wait(word, 0, 0, 2);
    late.push(monotonic.now() - due);
  }
  const [median, worst] = [quantile(late, 0.5), quantile(late, 0.99)];
  if (worst > 10_000) throw new Error(`wakes up to ${(worst / 1000).toFixed(1)} ms late`);
  const wakes = `wakes ${(median / 1000).toFixed(2)} ms late (median), ${(worst / 1000).toFixed(2)} ms (p99)`;
  const better = priority.startsWith('real-time') ? '' : `; better on Linux: ${priorityHint}`;
  return `${wakes} at ${priority}${better}`;
}
