import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Micros } from '../../../src/daemon/core/clock.js';
import { liveCount, packLive } from '../../../src/daemon/core/live-values.js';
import { spreadRows } from '../../../src/daemon/core/part-settings.js';
import { Session, transportCommands } from '../../../src/daemon/core/session.js';
import type { Setting, SettingValue } from '../../../src/daemon/core/setting.js';
import { defaults, liveSettings } from '../../../src/daemon/core/settings.js';
import { orderKinds } from '../../../src/model/orders.js';
import { noteFaults, type Sent } from '../../support/notes.js';
import { onset, silent } from '../../support/rig.js';
import { runs } from '../../support/runs.js';

/** Everything that a stage does to a session, as one step each. `wait` is for how long nothing is told, in microseconds. */
const step = fc.record({
  wait: fc.oneof(
    { weight: 8, arbitrary: fc.nat(400_000) },
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.nat(20_000_000) },
  ),
  act: fc.oneof(
    fc.record({
      kind: fc.constant('command' as const),
      command: fc.constantFrom(...transportCommands),
    }),
    fc.record({
      kind: fc.constant('set' as const),
      change: fc
        .constantFrom(...liveSettings, ...spreadRows(liveSettings, 3))
        .chain((setting) => valueOf(setting).map((value) => ({ name: setting.name, value }))),
    }),
    fc.record({
      kind: fc.constant('key' as const),
      pitch: fc.nat(127),
      velocity: fc.constantFrom(0, 1, 64, 127),
      channel: fc.constantFrom(0, 9),
      ago: fc.integer({ min: -2000, max: 20_000 }),
    }),
    fc.record({
      kind: fc.constant('clock' as const),
      event: fc.constantFrom(
        'clock' as const,
        'start' as const,
        'continue' as const,
        'stop' as const,
        'position' as const,
      ),
      position: fc.nat(600),
      times: fc.constantFrom(1, 24, 48),
      every: fc.integer({ min: 1, max: 60_000 }),
    }),
    fc.record({ kind: fc.constant('order' as const), order: fc.constantFrom(...orderKinds) }),
    fc.record({
      kind: fc.constant('model' as const),
      thinking: fc.constantFrom(0, 3000, 100_000, 700_000, Infinity),
    }),
    fc.record({ kind: fc.constant('back' as const), by: fc.nat(3_600_000_000) }),
    fc.record({
      kind: fc.constant('port' as const),
      port: fc.nat(1),
      comes: fc.boolean(),
    }),
  ),
});

/** No drum is held for so long: half a sixteenth at 20 BPM, and at the slowest clock that is followed, is less. */
const drumHeld: Micros = 3_000_000;

test('whatever happens on a stage, every note-on has one note-off, no drum hangs, and a stop ends all', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<readonly Material[]>(['drums'], ['notes'], ['drums', 'notes', 'drums']),
      fc.constantFrom('internal', 'midi', 'player'),
      fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }),
      (materials, clock, steps) => {
        const stage = new Stage(materials);
        stage.do({ kind: 'set', change: { name: 'clock', value: clock } });
        stage.session.command('start', stage.now);
        for (const { wait, act } of steps) {
          stage.do(act);
          stage.pass(wait);
          const { conductor } = stage.session;
          const { ledgers } = conductor;
          for (const [port, sent] of stage.sent.entries()) {
            const { sounding } = ledgers.of(port);
            expect(noteFaults(sent)).toEqual({ stray: 0, restruck: 0, open: sounding });
          }
          if (!conductor.playing) expect(ledgers.notesOn).toBe(ledgers.notesOff);
          if (!materials.includes('notes')) expect(stage.heldFor()).toBeLessThan(drumHeld);
        }
        stage.session.command('stop', stage.now);
        for (const sent of stage.sent)
          expect(noteFaults(sent)).toEqual({ stray: 0, restruck: 0, open: 0 });
      },
    ),
    { seed: 31, numRuns: runs(150) },
  );
});

type Material = 'drums' | 'notes';

/** A session in virtual time, on a clock that may be set back, with a model that may hang. */
class Stage {
  now: Micros = 1_000_000_000_000;
  /** By MIDI port: the second part has one of its own. */
  readonly sent: readonly Sent[][] = [[], []];
  readonly session: Session;
  /** When each key that sounds was struck. */
  private readonly struck = new Map<number, Micros>();
  private thinking = 0;
  private readonly values: Record<string, SettingValue> = { ...defaults() };
  private arrivals: { readonly at: Micros; deliver: () => void }[] = [];

  constructor(private readonly materials: readonly Material[]) {
    const parts = materials.map((material, part) => ({ grid: 16, material, port: part % 2 }));
    this.session = new Session(parts, this.live(), {
      sends: this.sent.map(
        (sent) =>
          (...message: Sent) =>
            this.send(sent, message),
      ),
      noteSent: () => undefined,
      tickBegun: () => undefined,
      turnBegun: () => undefined,
      transport: () => undefined,
      request: ({ tick, take, part }) => {
        if (this.thinking === Infinity) return true;
        const plan =
          tick % 5 === 3
            ? silent(tick, tick % 2 === 0 ? 'rest' : 'hold')
            : onset(tick, [
                { pitch: 36, offset: -0.3 },
                { pitch: 38 + (tick % 3), offset: 0.45 },
              ]);
        this.arrivals.push({
          at: this.now + this.thinking,
          deliver: () => this.session.plan(plan, take, part, this.now),
        });
        return true;
      },
    });
  }

  /** How long the key that was struck first of those that sound has sounded. */
  heldFor(): Micros {
    return Math.max(0, ...[...this.struck.values()].map((at) => this.now - at));
  }

  /** Tells the session the time whenever it asked for it, and its plans when they come. */
  pass(micros: Micros): void {
    const end = this.now + micros;
    let left = 20_000; // of passes: a session that never lets time go on would hang
    for (; left > 0; left -= 1) {
      const due = this.session.advance(this.now);
      const next = Math.min(due, ...this.arrivals.map(({ at }) => at));
      if (next > end) break;
      this.now = Math.max(this.now, next);
      const come = this.arrivals.filter(({ at }) => at <= this.now);
      this.arrivals = this.arrivals.filter(({ at }) => at > this.now);
      for (const { deliver } of come) deliver();
    }
    expect(left).toBeGreaterThan(0);
    this.now = end;
  }

  do(act: (typeof step extends fc.Arbitrary<infer Step> ? Step : never)['act']): void {
    const { session } = this;
    switch (act.kind) {
      case 'command':
        session.command(act.command, this.now);
        break;
      case 'set':
        this.values[act.change.name] = act.change.value;
        session.set(this.live(), this.now);
        break;
      case 'key':
        session.key(act.pitch, act.velocity, this.now - act.ago, act.channel);
        break;
      case 'clock':
        for (let time = 0; time < act.times; time += 1) {
          session.realTime(act.event, act.position, this.now);
          if (time + 1 < act.times) this.pass(act.every);
        }
        break;
      case 'order':
        session.order(0, { kind: act.order, a: 1, b: 0 });
        break;
      case 'model':
        this.thinking = act.thinking;
        break;
      case 'back':
        this.now -= act.by;
        break;
      // As the clock thread has it: what is let go is ended first, and what comes is quieted.
      case 'port': {
        const ledger = session.conductor.ledgers.of(act.port);
        if (act.comes) ledger.panic();
        else ledger.flush();
        break;
      }
    }
  }

  private send(sent: Sent[], message: Sent): void {
    sent.push(message);
    const [status, pitch] = message;
    const key = this.sent.indexOf(sent) * 2048 + (status & 0x0f) * 128 + pitch;
    if ((status & 0xf0) === 0x90) this.struck.set(key, this.now);
    else if ((status & 0xf0) === 0x80) this.struck.delete(key);
  }

  private live(): Float64Array {
    const live = new Float64Array(liveCount(this.materials.length));
    packLive(this.values, live);
    return live;
  }
}

function valueOf(setting: Setting): fc.Arbitrary<SettingValue> {
  switch (setting.type) {
    case 'number':
      return fc.constantFrom(setting.default, setting.min, setting.max);
    case 'choice':
      return fc.constantFrom(...setting.choices);
    case 'boolean':
      return fc.boolean();
    case 'string':
      return fc.constant(setting.default);
  }
}
