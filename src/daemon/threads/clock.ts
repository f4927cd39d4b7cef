/**
 * Entry of the clock thread, which owns the time, the notes and the MIDI output. It opens the port, says
 * `ready`, is told what it plays, and from then on blocks in `Atomics.wait` until it is told to quit.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type Order, orderKinds } from '../../model/orders.js';
import type { SourceInfo } from '../../model/plan-source.js';
import { Conductor } from '../core/conductor.js';
import type { Micros } from '../core/clock.js';
import { Beat } from '../core/beat.js';
import {
  beatsPerBarOf,
  channelOf,
  controlsOf,
  followsMidi,
  liveCount,
  modeOf,
  nudgeOf,
  sendsClock,
  swingOf,
  tempoOf,
} from '../core/live-values.js';
import { openMidiOut } from '../io/midi-device.js';
import { monotonic } from '../io/monotonic.js';
import { ClockReport } from './clock-report.js';
import { readPlan } from './plan-record.js';
import {
  commandFields,
  inputFields,
  inputKinds,
  planHead,
  type SharedMemory,
  transportCommands,
  viewShared,
  words,
} from './shared-layout.js';
import type { WorkerMessage } from './thread.js';

export interface ClockData {
  readonly memory: SharedMemory;
  readonly midiOut: string;
}

export interface ClockReady {
  /** The MIDI output, or null and why there is none. */
  readonly name: string | null;
  readonly note: string;
}

export type ClockBegin = Pick<SourceInfo, 'grid' | 'material'>;

/**
 * It wakes this early and spins to the instant. Measured on a shared 2-core machine (`bench/lateness.ts`):
 * a wake-up is 0.2 ms late at the median and 0.5 ms at p99; the median note is 0.19 ms late without the
 * spin and 0.07 ms with it, for 2 % of a core at sixteenths of 240 BPM.
 */
const margin: Micros = 500;

const data = workerData as ClockData;
const shared = viewShared(data.memory);
const midi = await openMidiOut(data.midiOut);
parentPort!.once('message', (begin: ClockBegin) => {
  try {
    play(begin);
  } finally {
    midi.close();
  }
});
post({ type: 'ready', ready: { name: midi.name, note: midi.note } satisfies ClockReady });

function play({ grid, material }: ClockBegin): void {
  const live = new Float64Array(liveCount);
  shared.live.read(live);
  const report = new ClockReport(shared, midi.send, monotonic, (cause) =>
    post({ type: 'warning', text: `The MIDI output does not take notes: ${String(cause)}` }),
  );
  const conductor = new Conductor(
    {
      tempo: tempoOf(live),
      beatsPerBar: beatsPerBarOf(live),
      parts: [
        {
          grid,
          material,
          channel: channelOf(live),
          controls: controlsOf(live),
          mode: modeOf(live),
        },
      ],
    },
    report,
  );
  const beat = new Beat(conductor, tempoOf(live));
  obeyLive(conductor, beat, live);
  try {
    while (Atomics.load(shared.words, words.quit) === 0) {
      const seen = Atomics.load(shared.words, words.clockWake);
      silence(conductor, report);
      if (shared.live.readNews(live)) obeyLive(conductor, beat, live);
      takeCommands(conductor, beat);
      takeInput(conductor, beat);
      takePlans(conductor, report);
      const look = beat.poll(monotonic.now());
      const next = conductor.advance(monotonic.now());
      report.clock(beat.status);
      report.publish(conductor);
      waitUntil(Math.min(next, look), seen);
    }
  } finally {
    conductor.stop();
    report.publish(conductor);
    silence(conductor, report);
  }
}

/** Main may be about to die, and waits for this word: it comes before everything else. */
function silence(conductor: Conductor, report: ClockReport): void {
  const asked = Atomics.load(shared.words, words.silence);
  if (asked === Atomics.load(shared.words, words.silenced)) return;
  conductor.stop();
  report.publish(conductor);
  Atomics.store(shared.words, words.silenced, asked);
  Atomics.notify(shared.words, words.silenced);
}

const commandRecord = new Float64Array(shared.commands.fields);
function takeCommands(conductor: Conductor, beat: Beat): void {
  while (shared.commands.pop(commandRecord)) {
    switch (transportCommands[commandRecord[commandFields.command]!]) {
      case 'start':
        beat.start(monotonic.now());
        break;
      case 'continue':
        beat.resume(monotonic.now());
        break;
      case 'downbeat':
        beat.downbeat(monotonic.now());
        break;
      case 'stop':
        beat.stop();
        break;
      case 'panic':
        conductor.panic();
        break;
      case undefined:
        conductor.parts[commandRecord[commandFields.part]!]?.order(readOrder(commandRecord));
        break;
    }
  }
}

function readOrder(record: Float64Array): Order {
  const kind = orderKinds[record[commandFields.kind]!]!;
  return { kind, a: record[commandFields.a]!, b: record[commandFields.b]! };
}

function obeyLive(conductor: Conductor, beat: Beat, live: Float64Array): void {
  const now = monotonic.now();
  beat.choose(followsMidi(live), tempoOf(live), now);
  for (const part of conductor.parts) {
    part.setChannel(channelOf(live));
    part.setControls(controlsOf(live));
    part.setMode(modeOf(live));
  }
  conductor.setNudge(nudgeOf(live));
  conductor.setSwing(swingOf(live));
  conductor.setBeatsPerBar(beatsPerBarOf(live));
  conductor.setClockOut(sendsClock(live), now);
}

const inputRecord = new Float64Array(shared.input.fields);
function takeInput(conductor: Conductor, beat: Beat): void {
  while (shared.input.pop(inputRecord)) {
    const kind = inputKinds[inputRecord[inputFields.kind]!]!;
    const at = inputRecord[inputFields.micros]!;
    if (kind === 'key') {
      conductor.hear(
        inputRecord[inputFields.pitch]!,
        inputRecord[inputFields.velocity]!,
        at,
        inputRecord[inputFields.channel]!,
      );
    } else beat.realTime(kind, inputRecord[inputFields.position]!, at);
  }
}

const planRecord = new Float64Array(shared.plans.fields);
function takePlans(conductor: Conductor, report: ClockReport): void {
  while (shared.plans.pop(planRecord)) {
    report.predicted(planRecord[planHead.predictMicros]!);
    const [take, part] = [planRecord[planHead.take]!, planRecord[planHead.part]!];
    conductor.arrive(readPlan(planRecord, planHead.plan), take, part);
  }
}

/** Blocks until `due`, or until somebody changes the wake word from `seen`. */
function waitUntil(due: Micros, seen: number): void {
  const milliseconds = (due - margin - monotonic.now()) / 1000;
  if (milliseconds > 0) Atomics.wait(shared.words, words.clockWake, seen, milliseconds);
  while (monotonic.now() < due && Atomics.load(shared.words, words.clockWake) === seen);
}

function post(message: WorkerMessage): void {
  parentPort!.postMessage(message);
}
