/**
 * Entry of the clock thread, which owns the time, the notes and the MIDI outputs. Told to, it opens the ports, says
 * `ready`, is told what it plays, and from then on blocks in `Atomics.wait` until it is told to quit.
 */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { Conductor } from '../core/conductor.js';
import type { Micros } from '../core/clock.js';
import { Feedback } from '../core/feedback.js';
import { type MidiSend, quietAfterCrash } from '../core/ledger.js';
import { liveCount } from '../core/live-values.js';
import { Session, type SessionParts } from '../core/session.js';
import type { EntryPoint } from '../core/snapshot.js';
import { WakeMargin } from '../core/wake-margin.js';
import { type MidiOut, openMidiOut } from '../io/midi-device.js';
import { monotonic } from '../io/monotonic.js';
import { becomeRealTime } from '../io/priority.js';
import { ClockReport } from './clock-report.js';
import { CommandRecord } from './command-record.js';
import { InputRecord } from './input-record.js';
import { PassReport } from './pass-report.js';
import { readPlan } from './plan-record.js';
import { type Lane, planHead, type SharedMemory, viewShared, words } from './shared-layout.js';
import type { PortState, WorkerMessage } from './thread.js';

export interface ClockData {
  readonly memory: SharedMemory;
  /** Names of the MIDI output ports. */
  readonly midiOuts: readonly string[];
}

/** The first thing that it is told: to open the ports, and which keys a process that died may have left down on them. */
export interface ClockCue {
  /** Undefined where none died. */
  readonly left: readonly number[] | undefined;
}

/** The second and last thing that it is told by message: to play. */
export interface ClockBegin {
  readonly parts: SessionParts;
  readonly entry: EntryPoint | undefined;
}

/**
 * It wakes early and spins to the instant: the median note is 0.07 ms late with the spin and 0.19 ms without it, for 2 % of a
 * core at sixteenths of 240 BPM (`bench/lateness.ts`). Nothing but notes that begin and clocks is worth that.
 */
const margin = new WakeMargin();
/**
 * Looks at the wake word between two at the clock, a few microseconds: each of those leaves a number to the garbage collector,
 * which would then come while it spins, for a millisecond or more.
 */
const glances = 500;
const noteOn = 0x90;

const data = workerData as ClockData;
const shared = viewShared(data.memory);
post({ type: 'waits' });
const [{ left }] = (await once(parentPort!, 'message')) as [ClockCue];
const outputs = data.midiOuts.map((name) => openMidiOut(name));
// Before anything else: nobody likes a note that hangs.
if (left !== undefined) quiet(left);
becomeRealTime();
parentPort!.on('message', ({ parts, entry }: ClockBegin) => {
  try {
    play(parts, entry);
  } finally {
    for (const midi of outputs) midi.close();
    parentPort!.close();
  }
});
post({ type: 'ready', ready: portStates() });

/** Notes are remembered, so that they are known where they come back. Throws what the driver throws. */
const sendTo =
  (midi: MidiOut, port: number): MidiSend =>
  (status, data1, data2) => {
    if ((status & 0xf0) === noteOn)
      feedback.sent(data1, data2, monotonic.now(), status & 0x0f, port);
    midi.send(status, data1, data2);
  };

function quiet(keys: readonly number[]): void {
  for (const midi of outputs) {
    try {
      quietAfterCrash(midi.send, keys);
    } catch (cause) {
      warn(`The MIDI output does not take notes: ${String(cause)}`);
    }
  }
}

function play(parts: SessionParts, entry: EntryPoint | undefined): void {
  const live = new Float64Array(liveCount(parts.length));
  shared.live.read(live);
  const report = new ClockReport(shared, outputs.map(sendTo), monotonic, (cause) =>
    warn(`The MIDI output does not take notes: ${String(cause)}`),
  );
  const session = new Session(parts, live, report);
  const { conductor } = session;
  const passes = new PassReport(shared.passes);
  session.set(live, passes.begin(monotonic.now(), shared.live.version));
  if (entry !== undefined) session.enter(entry);
  try {
    while (Atomics.load(shared.words, words.quit) === 0) {
      const seen = Atomics.load(shared.words, words.clockWake);
      Atomics.store(shared.words, words.clockAnswer, Atomics.load(shared.words, words.asked));
      silence(conductor, report);
      reattach(conductor);
      const now = passes.next(monotonic.now());
      if (shared.live.readNews(live)) {
        session.set(live, now);
        passes.live(shared.live.version);
      }
      passes.took('commands', takeCommands(session, now));
      takeInput(session, report, passes, now);
      passes.took('plans', takePlans(shared.lanes[0]!, session, report, now));
      if (shared.lanes.length > 1)
        passes.took('morePlans', takePlans(shared.lanes[1]!, session, report, now));
      const next = session.advance(now);
      report.passRequests();
      passes.end(next, session.clock.state);
      report.clock(session.clock);
      report.publish(conductor);
      waitUntil(next, conductor.heardAt(), seen);
    }
  } finally {
    passes.close();
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

const commandRecord = new CommandRecord();
function takeCommands(session: Session, now: Micros): number {
  let taken = 0;
  for (; shared.commands.pop(commandRecord.numbers); taken += 1) {
    const { command } = commandRecord;
    if (command !== undefined) session.command(command, now);
    else session.order(commandRecord.part, commandRecord.order);
  }
  return taken;
}

let attached = 0;
/** Ports came or went. Blocks for a millisecond or so where the port is somebody else's. What sounds ends before the port is let go. */
function reattach(conductor: Conductor): void {
  const asked = Atomics.load(shared.words, words.reattach);
  if (asked === attached) return;
  attached = asked;
  let changed = false;
  for (const [port, midi] of outputs.entries()) {
    if (!midi.attach(() => conductor.ledgers.of(port).flush())) continue;
    // What was unplugged in mid-note may still hold it.
    if (midi.name !== null) conductor.rejoin(port);
    changed = true;
  }
  if (changed) post({ type: 'ports', ports: portStates() });
}

function portStates(): readonly PortState[] {
  return outputs.map(({ name, note }) => ({ name, note }));
}

const feedback = new Feedback(outputs.length);
const loopNote =
  'What it plays comes back to it: its MIDI output is wired to its MIDI input. It does not hear its own notes, nor any clock from there; undo that connection to play with it.';

const inputRecord = new InputRecord();
function takeInput(session: Session, report: ClockReport, passes: PassReport, now: Micros): void {
  while (shared.input.pop(inputRecord.numbers)) passes.input(hear(session, report, now));
}

/** The session hears the input that was taken last; false where that is an echo of what it played. */
function hear(session: Session, report: ClockReport, now: Micros): boolean {
  const { kind, at } = inputRecord;
  if (kind === 'key') {
    const { pitch, velocity, channel } = inputRecord;
    const origin = feedback.origin(pitch, velocity, at);
    if (origin === 'loop') warn(loopNote);
    if (origin !== 'player') return false;
    session.key(pitch, velocity, at, channel);
    if (velocity > 0) report.keyStruck(inputRecord, session.conductor.beatAt(at));
  } else if (kind === 'link') {
    const { bpm, beat, peers } = inputRecord;
    session.link({ bpm, beat, at, peers }, now);
  } else if (kind === 'launch') {
    session.launch(inputRecord.bpm, at, now);
  } else {
    if (feedback.loops(at)) return false;
    session.realTime(kind, inputRecord.position, at);
  }
  return true;
}

const planRecord = new Float64Array(shared.lanes[0]!.plans.fields);
function takePlans({ plans }: Lane, session: Session, report: ClockReport, now: Micros): number {
  let taken = 0;
  for (; plans.pop(planRecord); taken += 1) {
    report.predicted(planRecord[planHead.predictMicros]!);
    const [take, part] = [planRecord[planHead.take]!, planRecord[planHead.part]!];
    session.plan(readPlan(planRecord, planHead.plan), take, part, now);
  }
  return taken;
}

/**
 * Blocks until `due`, to the instant where that is when something is `heard`, or until somebody changes the wake word from
 * `seen`.
 */
function waitUntil(due: Micros, heard: Micros, seen: number): void {
  const wake = margin.wakeFor(due, heard);
  const milliseconds = (wake - monotonic.now()) / 1000;
  if (milliseconds > 0) {
    const end = Atomics.wait(shared.words, words.clockWake, seen, milliseconds);
    if (end === 'timed-out') margin.add(monotonic.now() - wake);
  }
  while (monotonic.now() < due)
    for (let glance = 0; glance < glances; glance += 1)
      if (Atomics.load(shared.words, words.clockWake) !== seen) return;
}

function warn(text: string): void {
  post({ type: 'warning', text });
}

function post(message: WorkerMessage): void {
  parentPort!.postMessage(message);
}
