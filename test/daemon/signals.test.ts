import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { dice } from '../support/clock-stamps.js';
import { noteFaults, soundingAfter } from '../support/notes.js';
import { childrenOf, isAlive, isStopped } from '../support/processes.js';
import { runs } from '../support/runs.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { connectSocket } from '../support/socket-client.js';
import { until } from '../support/until.js';
import { startWired, type Wired } from '../support/wired.js';

const folder = sharedFolder();
beforeAll(() => saveModel(join(folder(), 'model'), smallModel(1, 4)));

/** All that end a process on Linux, but those of a fault in itself and SIGKILL, which nothing can answer. */
const signals = [
  ...['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGABRT', 'SIGALRM', 'SIGIO', 'SIGPROF', 'SIGPWR'],
  ...['SIGSTKFLT', 'SIGSYS', 'SIGTRAP', 'SIGUSR2', 'SIGVTALRM', 'SIGXCPU'],
] as NodeJS.Signals[];
const modes = ['accompany', 'solo', 'continue', 'trade', 'shadow'];
/** It says so when it plays. */
const greeting = 'Hear and steer';
const none = { stray: 0, restruck: 0, open: 0 };

/** One performance, and how it is ended. */
interface Run {
  readonly number: number;
  readonly signal: NodeJS.Signals;
  /** Milliseconds for which it has played; or, where `early`, for which there has been a process. */
  readonly after: number;
  readonly early: boolean;
  readonly args: readonly string[];
}

describe.runIf(process.platform === 'linux')('On the wire', () => {
  const count = runs(6);

  test(
    'each note-on has its note-off, whatever signal ends it, and whenever',
    { timeout: 5000 * count + 30_000 },
    async () => {
      const roll = dice(41);
      const next = Array.from({ length: count }, (_, number) => madeUp(number, roll)).values();
      let played = 0;
      const perform = async (): Promise<void> => {
        for (const run of next) {
          const wired = start(`${run.number}`, ...run.args);
          if (!run.early) await playing(wired);
          await delay(run.after);
          wired.child.kill(run.signal);
          const { status } = await wired.finished;
          expect({ run, ...noteFaults(wired.sent()) }).toEqual({ run, ...none });
          const inOrder = 128 + constants.signals[run.signal];
          // Before it can play it is killed like any other program.
          expect([inOrder, run.early && run.signal]).toContain(status);
          played += Number(wired.sent().length > 0);
        }
      };
      await Promise.all([perform(), perform(), perform()]);
      expect(played).toBeGreaterThan(count / 4);
      process.stdout.write(`signals: of ${count} performances ${played} had begun to play\n`);
    },
  );

  test(
    'no note is left where one of its processes is killed, whichever, and whenever',
    { timeout: 15_000 * count + 60_000 },
    async () => {
      const roll = dice(43);
      const next = Array.from({ length: count }, (_, number) => madeUp(number, roll)).values();
      const tally = { player: 0, watcher: 0 };
      const perform = async (): Promise<void> => {
        for (const run of next) {
          const args = run.args.filter((arg) => arg !== '--headless');
          const wired = start(`killed-${run.number}`, '--headless', ...args);
          await playing(wired);
          const [player] = childrenOf(wired.child.pid!);
          const victim = run.early ? 'watcher' : 'player';
          await delay(3 * run.after);
          tally[victim] += 1;
          if (victim === 'player') {
            process.kill(player!, 'SIGKILL');
            await until(() => wired.err().split(greeting).length > 2);
            await delay(run.after);
            wired.child.kill(run.signal);
          } else {
            wired.child.kill('SIGKILL');
            await until(() => !isAlive(player!));
          }
          await wired.finished;
          expect({ run, sounding: soundingAfter(wired.sent()) }).toEqual({ run, sounding: 0 });
        }
      };
      await Promise.all([perform(), perform(), perform()]);
      process.stdout.write(`kills: ${JSON.stringify(tally)}\n`);
    },
  );

  test('nothing sounds while Ctrl-Z holds it, and it goes on', async () => {
    const wired = start('held', '--tempo', '60');
    await until(() => noteFaults(wired.sent()).open > 0);
    wired.child.kill('SIGTSTP');
    await until(() => isStopped(wired.child.pid!));
    const before = wired.sent();
    expect(noteFaults(before)).toEqual(none);
    wired.child.kill('SIGCONT');
    await until(() => wired.sent().length > before.length + 8);
    wired.child.kill('SIGTERM');
    await wired.finished;
    expect(noteFaults(wired.sent())).toEqual(none);
  });

  const seconds = Number(process.env['STOPPED'] ?? 2);
  test(
    `after ${seconds} s without a processor no late notes come in a burst, and the place in the song is right`,
    { timeout: 30_000 + 1000 * seconds },
    async () => {
      const tickSeconds = 60 / 240 / 4;
      const wired = start('stopped', '--tempo', '240');
      const began = performance.now();
      await until(() => wired.sent().length > 8);
      const client = await connectSocket(Number(/127\.0\.0\.1:(\d+)/.exec(wired.err())![1]));
      const before = await client.next('tick');
      wired.child.kill('SIGSTOP');
      await until(() => isStopped(wired.child.pid!));
      const sent = wired.sent().length;
      await delay(1000 * seconds);
      wired.child.kill('SIGCONT');
      const least = before.tick + Math.floor(seconds / tickSeconds);
      let [after, heard] = [before, 0];
      for (; after.tick < least; heard += 1) after = await client.next('tick');
      expect(after.tick).toBeLessThan((performance.now() - began) / 1000 / tickSeconds);
      // Those that had been played and not read, the one in which it was stopped, and the one in which it goes on.
      expect(heard).toBeLessThan(12);
      // A token of the small model begins one voice, or two.
      const ons = wired
        .sent()
        .slice(sent)
        .filter(([status]) => (status & 0xf0) === 0x90);
      expect(ons.length).toBeLessThan(2 * 12);
      wired.child.kill('SIGTERM');
      await wired.finished;
      expect(noteFaults(wired.sent())).toEqual(none);
    },
  );
});

function start(name: string, ...more: readonly string[]): Wired {
  const place = ['--osc-port', '0', '--http-port', '0', '--state', join(folder(), name)];
  const model = ['--model', join(folder(), 'model')];
  const wired = startWired(join(folder(), `${name}.wire`), ['play', ...model, ...place, ...more]);
  onTestFinished(() => void wired.child.kill('SIGKILL'));
  return wired;
}

/** Plays, or has ended already. */
function playing(wired: Wired): Promise<unknown> {
  return Promise.race([wired.finished, until(() => wired.err().includes(greeting))]);
}

function madeUp(number: number, roll: () => number): Run {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(roll() * from.length)]!;
  const parts = 1 + Math.floor(roll() * 3);
  const each = Array.from({ length: parts }, (_, at) => [
    ...[`--part/${at + 1}/mode`, pick(modes), `--part/${at + 1}/channel`, String(10 + at)],
  ]);
  return {
    number,
    signal: pick(signals),
    early: roll() < 0.1,
    after: roll() * 1500,
    args: [
      ...(roll() < 0.3 ? ['--headless'] : []),
      ...['--parts', String(parts), ...each.flat()],
      ...['--tempo', String(Math.round(40 + 260 * roll())), '--seed', String(number)],
      ...['--swing', pick(['50', '66']), ...(roll() < 0.3 ? ['--clock-out'] : [])],
    ],
  };
}
