/**
 * Run on a machine with an ALSA sequencer: opens both virtual ports, connects the one to the other with
 * `aconnect`, and prints as JSON what came back, which ports were listed, and what is left after closing.
 */
import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { listMidiPorts, openMidiIn, openMidiOut } from '../../src/daemon/io/midi-device.js';

export interface MidiLoopResult {
  readonly names: readonly (string | null)[];
  readonly heard: readonly (readonly [pitch: number, velocity: number])[];
  /** Clocks and transport that came back, each with its position. */
  readonly realTime: readonly (readonly [kind: string, position: number])[];
  /** Name of a port that was there before, found by a part of it. */
  readonly found: string | null;
  readonly outputs: readonly string[];
  /** Listings that failed, of a hundred. */
  readonly failures: number;
  readonly left: string;
}

const heard: [number, number][] = [];
const out = openMidiOut('ghostnote out');
const realTime: [string, number][] = [];
const input = openMidiIn('ghostnote in', {
  key: (pitch, velocity) => heard.push([pitch, velocity]),
  realTime: (kind, position) => realTime.push([kind, position]),
  control: () => undefined,
});
const names = [out.name, input.name];
execFileSync('aconnect', ['RtMidi Output Client:0', 'RtMidi Input Client:0']);
out.send(0x99, 36, 100);
out.send(0x89, 36, 0);
out.send(0xb9, 123, 0);
out.send(0x99, 300, 200);
out.send(0xf2, 5, 3);
for (const status of [0xfa, 0xf8, 0xf8, 0xfc, 0xfb]) out.send(status, 0, 0);
for (let tries = 0; realTime.length < 6 && tries < 100; tries += 1) await delay(50);

const through = openMidiOut('midi through');
const { outputs } = listMidiPorts();
let failures = 0;
for (let times = 0; times < 100; times += 1) {
  if (listMidiPorts().note !== '') failures += 1;
}
for (const port of [through, input, out]) port.close();
const left = execFileSync('aconnect', ['-l'], { encoding: 'utf8' });
const result: MidiLoopResult = {
  names,
  heard,
  realTime,
  found: through.name,
  outputs,
  failures,
  left,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
