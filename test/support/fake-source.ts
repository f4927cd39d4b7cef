import { Fault } from '../../src/model/fault.js';
import type {
  Recall,
  CreatePlanSources,
  OpenSource,
  SourceOptions,
  Successor,
} from '../../src/model/plan-source.js';
import type { PlannedNote } from '../../src/model/tick.js';

/** What a fake is told to do, as JSON in place of a model folder. */
export interface FakeScript {
  /** Milliseconds of work at every tick. */
  readonly work?: number;
  /** At this tick, or the first one after it, it does not answer for so many milliseconds. */
  readonly hang?: { readonly tick: number; readonly milliseconds: number };
  /** It throws at this tick, or the first one after it, unless it takes over from one that did. */
  readonly throwAt?: number;
  /** It throws then, too. */
  readonly throwAlways?: boolean;
  /** Milliseconds that it takes to load. */
  readonly load?: number;
  /** The thread ends as it loads. */
  readonly fatal?: boolean;
  /** It refuses to load. */
  readonly refuse?: boolean;
  /** Its tokens tell the temperature of their requests, or how much it recalled and what it was asked first; all orders so far, and what it did first after a hang. */
  readonly tell?: boolean;
}

const kick = 36;
const snare = 38;
const hat = 42;

/** A plain rock groove in sixteenths, the same in every bar, by the rules that plan sources go by. */
export const createPlanSources: CreatePlanSources = (options) =>
  Promise.resolve(options.map(createPlanSource));

function createPlanSource(options: SourceOptions): OpenSource {
  const script = JSON.parse(options.model === '' ? '{}' : options.model) as FakeScript;
  if (script.refuse === true) {
    throw new Fault('MODEL_MISSING', 'There is no such model', { hint: 'train one' });
  }
  sleep(script.load ?? 0);
  if (script.fatal === true) process.exit(3);
  let hung = false;
  /** What it has done since it hung, as long as that is nothing. */
  let dazed = false;
  const comeRound = (by: string): void => {
    if (dazed) ordered.push(`then ${by}`);
    dazed = false;
  };
  const ordered: string[] = [];
  let recall: Recall | undefined;
  let asked: number | undefined;
  let last = { tick: -1, position: -1 };
  const source: Successor = {
    next({ tick, position, controls, orders }) {
      last = { tick, position };
      asked ??= tick;
      const falls = recall === undefined || script.throwAlways === true;
      if (falls && tick >= (script.throwAt ?? Infinity)) throw new Error(`cannot do tick ${tick}`);
      const hangs = !hung && tick >= (script.hang?.tick ?? Infinity);
      hung ||= hangs;
      comeRound('answered');
      dazed = hangs;
      sleep(hangs ? script.hang!.milliseconds : (script.work ?? 0));
      const notes = groove(position);
      const pitches = notes.map((note) => note.pitch).join('+');
      for (const { kind, a, b } of orders) if (kind !== 'recall') ordered.push(`${kind} ${a} ${b}`);
      const told =
        recall === undefined
          ? `${controls.temperature} ${ordered.join()}`
          : [`recalled ${recall.ticks.length}, asked ${asked}`, ...ordered].join();
      const recalled = recall?.ticks.map((each) => each.notes.length).join('') ?? '';
      const token = script.tell === true ? told : `${recalled}${pitches}`;
      return Promise.resolve({
        tick,
        token: token === '' ? 'REST' : token,
        kind: token === '' ? 'rest' : 'onset',
        notes,
        probability: 1,
      });
    },
    prepare() {
      comeRound('prepared');
      return Promise.resolve();
    },
    async *foresee(ticks) {
      for (let ahead = 1; ahead <= ticks; ahead += 1) {
        const tick = last.tick + ahead;
        const notes = groove((last.position + ahead) % 16);
        yield await Promise.resolve({
          tick,
          token: 'told',
          kind: 'onset',
          notes,
          probability: 0.5,
        });
      }
    },
    recall(played) {
      recall = played;
      asked = undefined;
    },
    reset: () => undefined,
    past: { codec: { name: 'step', grid: 16, material: 'drums' }, inputs: [] },
    follow: () => undefined,
    close: () => Promise.resolve(),
  };
  return {
    source,
    info: { name: 'fake', material: 'drums', grid: 16, engine: 'fake', device: 'none' },
  };
}

function groove(position: number): PlannedNote[] {
  const notes: PlannedNote[] = [];
  if (position % 8 === 0) notes.push({ pitch: kick, velocity: 100, offset: 0 });
  if (position % 8 === 4) notes.push({ pitch: snare, velocity: 90, offset: 0.05 });
  if (position % 2 === 0) notes.push({ pitch: hat, velocity: 70, offset: -0.1 });
  return notes;
}

function sleep(milliseconds: number): void {
  if (milliseconds > 0) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  }
}
