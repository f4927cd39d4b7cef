import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Entry, readEntry, writeEntry } from '../../../src/daemon/core/journal-entry.js';
import type { Compared } from '../../../src/daemon/core/note-comparison.js';
import { Replay } from '../../../src/daemon/core/replay.js';
import { transportCommands } from '../../../src/daemon/core/session.js';
import type { Values } from '../../../src/daemon/core/setting.js';
import { defaults } from '../../../src/daemon/core/settings.js';
import { drums, hashDrummer, hashSource, Performance } from '../../support/performance.js';

async function replayed(entries: readonly Entry[], values: Values = defaults()): Promise<Compared> {
  const replay = new Replay(drums, values, [hashSource, hashSource], 2);
  for (const entry of entries) await replay.add(readEntry(writeEntry(entry))!);
  return replay.result();
}

const action = fc.oneof(
  fc.constantFrom(...transportCommands).map((command) => ({ command })),
  fc.record({ tempo: fc.integer({ min: 20, max: 300 }) }),
  fc.record({ temperature: fc.double({ min: 0, max: 2, noNaN: true }) }),
  fc.constantFrom('solo', 'trade', 'continue', 'shadow', 'accompany').map((mode) => ({ mode })),
  fc.record({ clock: fc.constantFrom('midi', 'internal', 'player') }),
  fc.record({ key: fc.integer({ min: 35, max: 50 }), velocity: fc.nat(127), echo: fc.boolean() }),
  fc.record({ realTime: fc.constantFrom('start', 'stop', 'continue', 'clock') }),
  fc.record({ launch: fc.integer({ min: 30, max: 250 }), later: fc.nat(900_000) }),
  fc.record({ fill: fc.nat(3) }),
  fc.record({ thinking: fc.constantFrom(500, 2000, 90_000, 300_000, Infinity) }),
  fc.record({ lateness: fc.constantFrom(0, 100, 3000, 15_000, 400_000) }),
);
const script = fc.array(fc.tuple(fc.nat(900_000), action), {
  minLength: 4,
  maxLength: 30,
  size: 'max',
});

/** What a script of random doings made of a session. */
function perform(steps: readonly (readonly [number, object])[]): Entry[] {
  const performance = new Performance(defaults(), hashDrummer);
  performance.command('start');
  for (const [pause, step] of steps) {
    performance.run(pause);
    const does = step as Record<string, never>;
    if ('command' in does) performance.command(does['command']);
    else if ('key' in does) performance.key(does['key'], does['velocity']!);
    else if ('realTime' in does) performance.realTime(does['realTime']);
    else if ('launch' in does) performance.launch(does['launch'], does['later']!);
    else if ('fill' in does) performance.order(does['fill']);
    else if ('thinking' in does) performance.thinking = does['thinking']!;
    else if ('lateness' in does) performance.lateness = does['lateness']!;
    else performance.set(does);
  }
  performance.run(2_000_000);
  performance.end();
  return performance.entries;
}

describe('a replay', () => {
  test('plays the very same notes, whatever was done and however late the threads were', async () => {
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        const entries = perform(steps);
        const notes = entries.filter(({ type }) => type === 'note').length;
        expect(await replayed(entries)).toEqual({ notes, identical: true });
      }),
      { numRuns: 75 },
    );
  });

  test('plays them where it came in for a process that died, too', async () => {
    for (const clock of ['internal', 'midi', 'player']) {
      const values = { ...defaults(), clock, nudge: 20, tempo: 97 };
      const entry = { pulse: 12 * 3840, at: 5_400_000, bpm: 101 };
      const performance = new Performance(values, hashDrummer, entry);
      performance.run(6_000_000);
      performance.set({ temperature: 0.3 });
      performance.run(3_000_000);
      performance.end();
      const { entries } = performance;
      const notes = entries.filter(({ type }) => type === 'note').length;
      expect(notes).toBeGreaterThan(50);
      expect(await replayed(entries, values)).toEqual({ notes, identical: true });
      const without = entries.filter(({ type }) => type !== 'enter');
      expect((await replayed(without, values)).identical).toBe(false);
    }
  });

  test('has its models begin with what was played before that process died', async () => {
    const { entries } = new Performance(defaults(), hashDrummer, {
      ...{ pulse: 3840, at: 5_400_000, bpm: 120 },
    });
    const recall = { ticks: [], ticksPerBar: 16, manner: { tempo: 120, style: 0, transpose: 0 } };
    const goesOn: Entry = { type: 'goes-on', part: 1, recall };
    const told: string[] = [];
    const sources = [0, 1].map((part) => ({
      ...hashSource,
      recall: (what: object) => void told.push(`${part} ${JSON.stringify(what)}`),
      reset: () => void told.push(`${part} anew`),
    }));
    const replay = new Replay(drums, defaults(), sources, 2);
    const plans = { type: 'pass', now: 5_000_500, since: 5_000_000, live: 0 } as const;
    const counts = { commands: 0, inputs: 0, unheard: 0, plans: 1, morePlans: 1 };
    for (const entry of [goesOn, ...entries, { ...plans, ...counts }])
      await replay.add(readEntry(writeEntry(entry))!);
    expect(told).toEqual([`1 ${JSON.stringify(recall)}`, '0 anew']);
  });

  const busy = perform([
    [3_000_000, { key: 38, velocity: 90 }],
    [500_000, { temperature: 0.4 }],
    [3_000_000, { fill: 1 }],
    [1_000_000, { lateness: 0 }],
  ]);

  test.each(['key', 'values', 'order'] as const)(
    'without one %s plays other notes',
    async (type) => {
      const at = busy.findIndex((entry) => entry.type === type);
      const result = await replayed([...busy.slice(0, at), ...busy.slice(at + 1)]);
      expect(result.identical).toBe(false);
      expect(result.difference?.at).toBeGreaterThan(0);
    },
  );

  test('says which note is another', async () => {
    const at = busy.findLastIndex((entry) => entry.type === 'note');
    const wrong = { ...(busy[at] as Extract<Entry, { type: 'note' }>), velocity: 0 };
    const result = await replayed([...busy.slice(0, at), wrong, ...busy.slice(at + 1)]);
    expect(result.identical).toBe(false);
    expect(result.difference).toMatchObject({
      at: result.notes - 1,
      recorded: wrong,
      replayed: busy[at],
    });
  });

  test('of a pass whose times have no end says which line it is', async () => {
    const at = busy.findLastIndex((entry) => entry.type === 'pass');
    const wrong = { ...busy[at]!, since: 1e15 } as Entry;
    const run = replayed([...busy.slice(0, at), wrong]);
    await expect(run).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(run).rejects.toThrow(writeEntry(wrong));
    expect(readEntry(writeEntry({ ...wrong, now: 1e16 } as Entry))).toBeUndefined();
  });

  test('of a tempo that no setting has ends', async () => {
    const [first, ...rest] = busy;
    const wrong: Entry = { type: 'values', values: { tempo: 1e300 } };
    const live = rest.findIndex((entry) => entry.type === 'pass');
    const pass = { ...rest[live]!, live: 2 } as Entry;
    const run = replayed([first!, wrong, ...rest.slice(0, live), pass, ...rest.slice(live + 1)]);
    await expect(run).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  test('of a journal that lost its first lines begins with the settings of its header, and has no accident', async () => {
    const broken = busy.filter((entry) => entry.type !== 'pass' || entry.live !== 1);
    expect(broken.length).toBe(busy.length - 1);
    expect((await replayed(broken)).identical).toBe(true);
    for (let lost = 1; lost < 40; lost += 1) {
      const { notes } = await replayed(busy.slice(lost));
      expect(notes).toBeGreaterThan(0);
    }
  });

  test('of a journal that was cut short is identical up to there', async () => {
    const replay = new Replay(drums, defaults(), [hashSource, hashSource], 2);
    for (const [at, entry] of busy.slice(0, -2).entries()) {
      await replay.add(readEntry(writeEntry(entry))!);
      // As if this were the last that reached it.
      if (at >= busy.length - 60) expect(replay.result().identical).toBe(true);
    }
  });
});
