/**
 * Entry of the clock thread, which owns the time, the notes and the MIDI output. It opens the port, says
 * `ready`, is told what it plays, and from then on blocks in `Atomics.wait` until it is told to quit.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type Order, orderKinds } from '../../model/orders.js';
import type { SourceInfo } from '../../model/plan-source.js';
import type { Conductor } from '../core/conductor.js';
import type { Micros } from '../core/clock.js';
import { liveCount } from '../core/live-values.js';
import { Session, transportCommands } from '../core/session.js';
import { openMidiOut } from '../io/midi-device.js';
import { monotonic } from '../io/monotonic.js';
import { becomeRealTime } from '../io/priority.js';
import { ClockReport } from './clock-report.js';
import { readPlan } from './plan-record.js';
import {
  commandFields,
  inputFields,
  inputKinds,
  planHead,
  type SharedMemory,
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
becomeRealTime();
const midi = await openMidiOut(data.midiOut);
parentPort!.once('message', (begin: ClockBegin) => {
  try {
    play(begin);
  } finally {
    midi.close();
  }
});
post({ type: 'ready', ready: { name: midi.name, note: midi.note } satisfies ClockReady });

function play(info: ClockBegin): void {
  const live = new Float64Array(liveCount);
  shared.live.read(live);
  const report = new ClockReport(shared, midi.send, monotonic, (cause) =>
    post({ type: 'warning', text: `The MIDI output does not take notes: ${String(cause)}` }),
  );
  const session = new Session(info, live, report);
  const { conductor } = session;
  session.set(live, monotonic.now());
  try {
    while (Atomics.load(shared.words, words.quit) === 0) {
      const seen = Atomics.load(shared.words, words.clockWake);
      silence(conductor, report);
      const now = monotonic.now();
      if (shared.live.readNews(live)) session.set(live, now);
      takeCommands(session, now);
      takeInput(session);
      takePlans(session, report, now);
      const next = session.advance(now);
      report.clock(session.clock);
      report.publish(conductor);
      waitUntil(next, seen);
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
function takeCommands(session: Session, now: Micros): void {
  while (shared.commands.pop(commandRecord)) {
    const command = transportCommands[commandRecord[commandFields.command]!];
    if (command !== undefined) session.command(command, now);
    else session.order(commandRecord[commandFields.part]!, readOrder(commandRecord));
  }
}

function readOrder(record: Float64Array): Order {
  const kind = orderKinds[record[commandFields.kind]!]!;
  return { kind, a: record[commandFields.a]!, b: record[commandFields.b]! };
}

const inputRecord = new Float64Array(shared.input.fields);
function takeInput(session: Session): void {
  while (shared.input.pop(inputRecord)) {
    const field = (name: keyof typeof inputFields): number => inputRecord[inputFields[name]]!;
    const kind = inputKinds[field('kind')]!;
    const at = field('micros');
    if (kind === 'key') session.key(field('pitch'), field('velocity'), at, field('channel'));
    else session.realTime(kind, field('position'), at);
  }
}

const planRecord = new Float64Array(shared.plans.fields);
function takePlans(session: Session, report: ClockReport, now: Micros): void {
  while (shared.plans.pop(planRecord)) {
    report.predicted(planRecord[planHead.predictMicros]!);
    const [take, part] = [planRecord[planHead.take]!, planRecord[planHead.part]!];
    session.plan(readPlan(planRecord, planHead.plan), take, part, now);
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
