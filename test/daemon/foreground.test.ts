import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { saveModel } from '../../src/model/files/model-folder.js';
import { smallModel } from '../model/small.js';
import { built } from '../support/built.js';
import { noteFaults } from '../support/notes.js';
import { findProgram } from '../support/programs.js';
import { childrenOf } from '../support/processes.js';
import { sharedFolder } from '../support/scratch-folder.js';
import { until } from '../support/until.js';
import { sentTo, wiredTo } from '../support/wired.js';
import { Terminal } from '../tui/terminal.js';

const folder = sharedFolder();
beforeAll(() => saveModel(join(folder(), 'model'), smallModel(1, 4)));
const here = process.platform === 'linux' && findProgram('tmux') !== undefined;

/** A terminal on which ghostnote was started with these flags, in this environment; after its end stands its status. */
function playOn(flags: string, env = ''): Terminal {
  const terminal = new Terminal();
  onTestFinished(() => terminal.close());
  const main = fileURLToPath(built('src/daemon/main.js'));
  const model = join(folder(), 'model');
  const play = `node ${main} play --model ${model} --osc-port 0 --http-port 0 ${flags}`;
  terminal.run(`clear; ${env} ${play}; echo status $?`);
  return terminal;
}

test.skipIf(!here)(
  'the daemon may die under the terminal UI, and that over the daemon: no note hangs, and the music goes on',
  { timeout: 60_000 },
  async () => {
    const [wire, state] = [join(folder(), 'wire'), join(folder(), 'state')];
    const { WIRE, NODE_OPTIONS } = wiredTo(wire);
    const env = `WIRE=${WIRE} NODE_OPTIONS='${NODE_OPTIONS}'`;
    const terminal = playOn(`--state ${state} --tempo 240`, env);
    const plays = ({ text, alternate }: { text: string; alternate: boolean }) =>
      alternate && text.includes('playing');
    expect((await terminal.until('the UI', plays)).text).not.toContain('ALSA lib');

    const first = players(state)[0]!;
    const supervisor = supervisorOf(first);
    await until(() => childrenOf(supervisor).length === 3);
    process.kill(first, 'SIGKILL');
    await until(() => players(state).length === 2);
    const again = sentTo(wire).length;
    await until(() => sentTo(wire).length > again + 8);
    expect((await terminal.until('the UI again', plays)).text).not.toContain('ALSA lib');

    process.kill(uiOf(supervisor), 'SIGKILL');
    await terminal.until(
      'the shell',
      ({ text, alternate }) => !alternate && text.includes('is gone'),
    );
    const alone = sentTo(wire).length;
    await until(() => sentTo(wire).length > alone + 8);
    terminal.press('C-c');
    await terminal.untilText('status 130');
    expect(noteFaults(sentTo(wire)).open).toBe(0);
  },
);

test.skipIf(!here)(
  'Ctrl-C on a terminal that only prints is the end, and nothing says that music goes on',
  { timeout: 60_000 },
  async () => {
    const terminal = playOn(`--state ${join(folder(), 'plain')}`, 'TERM=dumb');
    await terminal.untilText('tempo 120 BPM');
    terminal.press('C-c');
    const { text } = await terminal.until('the end', (seen) => /status \d/.test(seen.text));
    expect(text).toContain('status 130');
    expect(text).not.toContain('the music goes on');
  },
);

test.skipIf(!here)(
  'where its time is up, the UI goes with the music, and nothing says otherwise',
  { timeout: 60_000 },
  async () => {
    const terminal = playOn(`--state ${join(folder(), 'timed')} --seconds 2`);
    await terminal.until('the UI', ({ alternate }) => alternate);
    const { text } = await terminal.until('the end', (seen) => /status \d/.test(seen.text));
    expect(text).toContain('time is up; every note has ended');
    expect(text).not.toContain('the music goes on');
  },
);

test.skipIf(!here)(
  'a UI that hangs keeps neither the end nor the terminal',
  { timeout: 60_000 },
  async () => {
    const state = join(folder(), 'hung');
    const terminal = playOn(`--state ${state} --seconds 3`);
    await terminal.until('the UI', ({ alternate }) => alternate);
    process.kill(uiOf(supervisorOf(players(state)[0]!)), 'SIGSTOP');
    const { text } = await terminal.until('the end', (seen) => /status \d/.test(seen.text));
    expect(text).toContain('time is up; every note has ended');
  },
);

/** Process ids of those that have played, oldest first. */
function players(state: string): number[] {
  const logs = join(state, 'logs');
  const lines = readdirSync(logs).flatMap((name) =>
    readFileSync(join(logs, name), 'utf8').trimEnd().split('\n'),
  );
  const told = lines.map((line) => JSON.parse(line) as { pid: number; text: string });
  return told.filter(({ text }) => text.startsWith('Hear and steer')).map(({ pid }) => pid);
}

function supervisorOf(player: number): number {
  return Number(readFileSync(`/proc/${player}/stat`, 'utf8').split(' ')[3]);
}

function uiOf(supervisor: number): number {
  return childrenOf(supervisor).find((pid) => commandOf(pid).includes('tui/main.js'))!;
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
}
