import type { Clock, Micros } from '../core/clock.js';
import { clockStates, type ClockStatus, isClockNews } from '../core/clock-status.js';
import type { Conductor } from '../core/conductor.js';
import type {
  ConductorOutput,
  NoteSent,
  TakeRequest,
  TickBegun,
  TurnBegun,
} from '../core/conductor-output.js';
import { Histogram } from '../core/histogram.js';
import type { MidiSend } from '../core/ledger.js';
import { modes, turns } from '../core/mode.js';
import { threadOf } from '../core/model-threads.js';
import { writeRequest, writeText } from './plan-record.js';
import type { Stroke } from './play-events.js';
import { eventFields, eventKinds, meterNames, type Shared, wake, words } from './shared-layout.js';

/** Where each meter is. */
const places = Object.fromEntries(meterNames.map((name, at) => [name, at])) as Record<
  (typeof meterNames)[number],
  number
>;

/** Where the conductor's doings go from the clock thread. No method blocks or throws; none makes an object but `clock`, of news. */
export class ClockReport implements ConductorOutput {
  readonly sends: readonly MidiSend[];
  private sendErrors = 0;
  /** Of each model thread: some request has been written that it was not told of. */
  private readonly asked: boolean[];
  private told: ClockStatus = { state: 'internal', bpm: 0, other: 0 };
  private toldAt: Micros = -Infinity;
  private readonly lateness: Histogram;
  private readonly predict = new Histogram();
  private readonly requestRecord: Float64Array;
  private readonly eventRecord: Float64Array;
  private readonly meters = new Float64Array(meterNames.length);

  /** `failed` is told the first error of the `devices`, one for each port; the rest are counted. */
  constructor(
    private readonly shared: Shared,
    devices: readonly MidiSend[],
    private readonly clockSource: Clock,
    private readonly failed: (cause: unknown) => void,
  ) {
    this.sends = devices.map((device) => this.guarded(device));
    this.lateness = new Histogram(shared.lateness);
    this.asked = shared.lanes.map(() => false);
    this.requestRecord = new Float64Array(shared.lanes[0]!.requests.fields);
    this.eventRecord = new Float64Array(shared.events.fields);
  }

  request(request: TakeRequest): boolean {
    writeRequest(this.requestRecord, request);
    const { lanes } = this.shared;
    const thread = threadOf(request.part, lanes.length);
    this.asked[thread] = true;
    return lanes[thread]!.requests.push(this.requestRecord);
  }

  /** A model thread is told together of all that was asked in a pass: parts that ask at once are rows of one batch. */
  passRequests(): void {
    const { lanes } = this.shared;
    for (let thread = 0; thread < lanes.length; thread += 1) {
      if (this.asked[thread]) wake(lanes[thread]!.wake);
      this.asked[thread] = false;
    }
  }

  noteSent({ part, tick, channel, note, due }: NoteSent): void {
    this.lateness.add(this.clockSource.now() - due);
    const record = this.eventRecord;
    record[eventFields.kind] = eventKinds.note;
    record[eventFields.part] = part;
    record[eventFields.tick] = tick;
    record[eventFields.channel] = channel;
    record[eventFields.pitch] = note.pitch;
    record[eventFields.velocity] = note.velocity;
    record[eventFields.offset] = note.offset;
    this.emit();
  }

  tickBegun({ part, tick, bar, tickInBar, token, heard, missed }: TickBegun): void {
    const record = this.eventRecord;
    record[eventFields.kind] = eventKinds.tick;
    record[eventFields.part] = part;
    record[eventFields.tick] = tick;
    record[eventFields.heard] = Number(heard);
    record[eventFields.missed] = Number(missed);
    record[eventFields.bar] = bar;
    record[eventFields.tickInBar] = tickInBar;
    writeText(record, eventFields.text, token);
    this.emit();
  }

  turnBegun({ part, mode, turn }: TurnBegun): void {
    const record = this.eventRecord;
    record[eventFields.kind] = eventKinds.turn;
    record[eventFields.part] = part;
    record[eventFields.mode] = modes.indexOf(mode);
    record[eventFields.turn] = turns.indexOf(turn);
    this.emit();
  }

  /** A player struck a key, `beat` beats into the song; NaN where no music goes on. */
  keyStruck({ pitch, velocity, at, channel }: Readonly<Omit<Stroke, 'beat'>>, beat: number): void {
    const record = this.eventRecord;
    record[eventFields.kind] = eventKinds.key;
    record[eventFields.pitch] = pitch;
    record[eventFields.velocity] = velocity;
    record[eventFields.channel] = channel;
    record[eventFields.at] = at;
    record[eventFields.beat] = beat;
    this.emit();
  }

  transport(playing: boolean): void {
    this.eventRecord[eventFields.kind] = eventKinds.transport;
    this.eventRecord[eventFields.playing] = Number(playing);
    this.emit();
  }

  /** Told where it differs from what was told last. */
  clock(status: ClockStatus): void {
    const now = this.clockSource.now();
    if (!isClockNews(status, this.told, now - this.toldAt)) return;
    const { state, bpm, other } = status;
    this.told = { state, bpm, other };
    this.toldAt = now;
    const record = this.eventRecord;
    record[eventFields.kind] = eventKinds.clock;
    record[eventFields.state] = clockStates.indexOf(state);
    record[eventFields.bpm] = bpm;
    record[eventFields.other] = other;
    this.emit();
  }

  /** A plan came that took so long to make, in microseconds. */
  predicted(micros: number): void {
    this.predict.add(micros);
  }

  /** Once a pass: an object for it would leave most of the garbage of the thread. */
  publish({ counts, ledgers }: Conductor): void {
    const { meters, lateness, predict } = this;
    meters[places.ticks] = counts.ticks;
    meters[places.misses] = counts.misses;
    meters[places.fallbacks] = counts.fallbacks;
    meters[places.latePlans] = counts.latePlans;
    meters[places.droppedNotes] = counts.droppedNotes;
    meters[places.notesOn] = ledgers.notesOn;
    meters[places.notesOff] = ledgers.notesOff;
    meters[places.sendErrors] = this.sendErrors;
    meters[places.latenessP50] = lateness.quantile(0.5);
    meters[places.latenessP99] = lateness.quantile(0.99);
    meters[places.latenessMax] = lateness.max;
    meters[places.predictP50] = predict.quantile(0.5);
    meters[places.predictP99] = predict.quantile(0.99);
    meters[places.predictMax] = predict.max;
    this.shared.meters.write(meters);
  }

  private guarded(device: MidiSend): MidiSend {
    return (status, data1, data2) => {
      try {
        device(status, data1, data2);
      } catch (cause) {
        this.sendErrors += 1;
        if (this.sendErrors === 1) this.failed(cause);
      }
    };
  }

  /** A full ring means that main has not looked for long: it misses news, not notes. */
  private emit(): void {
    this.shared.events.push(this.eventRecord);
    wake(this.shared.words, words.mainWake);
  }
}
