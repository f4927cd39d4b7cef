import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { built } from '../support/built.js';
import { findProgram } from '../support/programs.js';
import { drumHello, FakeDaemon, noteMessage, tickMessage } from './fake-daemon.js';
import { Terminal } from './terminal.js';

const tmux = findProgram('tmux');
const main = fileURLToPath(built('src/tui/main.js'));

/** Starts main.js as the daemon does, writes its process id to `pid`, and lives as long as it does. */
const standIn = (pid: string, address: string) => `
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['${main}', '--connect', '${address}'], { stdio: 'inherit' });
require('node:fs').writeFileSync('${pid}', String(process.pid));
child.on('exit', (code) => process.exit(code ?? 1));`;

describe.skipIf(tmux === undefined)('the TUI in a real terminal', () => {
  let terminal: Terminal;
  let daemon: FakeDaemon;
  let folder: string;

  beforeEach(async () => {
    daemon = await FakeDaemon.open();
    folder = mkdtempSync(join(tmpdir(), 'ghostnote-tui-'));
    terminal = new Terminal();
    terminal.run(`cd ${folder}; stty -a > before; cat before; echo ready`);
    await terminal.untilText('\nready');
  });

  afterEach(async () => {
    terminal.close();
    await daemon.kill();
    rmSync(folder, { recursive: true });
  });

  async function start(env = ''): Promise<void> {
    terminal.run(`clear; ${env} node ${main} --connect 127.0.0.1:${daemon.port}; echo status $?`);
    await terminal.untilText('groove-drummer');
  }

  /** The program has ended with `status`, and the terminal is as it was before. */
  async function expectRestored(status: string): Promise<void> {
    await terminal.untilText(status);
    await expectTerminalAsBefore();
  }

  async function expectTerminalAsBefore(): Promise<void> {
    const look = await terminal.until('the shell', ({ alternate }) => !alternate);
    expect(look.cursor).toBe(true);
    expect(look.text).not.toContain('groove-drummer');
    terminal.run('stty -a > after; echo compared');
    await terminal.untilText('\ncompared');
    const [before, after] = ['before', 'after'].map((name) =>
      readFileSync(join(folder, name), 'utf8'),
    );
    expect(after).toContain(' echo ');
    expect(after).toBe(before);
  }

  it('draws what the daemon plays, in the alternate screen, with the cursor hidden', async () => {
    await start();
    daemon.send(
      { type: 'transport', playing: true },
      tickMessage(4, 'kick'),
      noteMessage(4, 'kick', 36, 127),
      tickMessage(5),
    );
    const look = await terminal.until('a kick', ({ text }) => /^kick +│ {4}█/m.test(text));
    expect(look.text).toContain('▶ playing  1.2.2');
    expect(look.alternate).toBe(true);
    expect(look.cursor).toBe(false);
    expect(look.text.trimEnd().split('\n').at(-1)).toContain('quit');
  });

  it('changes the temperature by a key and shows the echo, then quits with status 0', async () => {
    await start();
    terminal.press('Down', 'Right', 'Right');
    await terminal.until('1.10', ({ text }) => /▸ temperature +1\.10/.test(text));
    expect(daemon.received).toEqual([
      { type: 'set', name: 'temperature', value: 1.05 },
      { type: 'set', name: 'temperature', value: 1.1 },
    ]);
    terminal.press('q');
    await expectRestored('status 0');
  });

  it('quits with status 0 on Ctrl-C too, before there is any daemon', async () => {
    terminal.run(`clear; node ${main} --connect 127.0.0.1:1; echo status $?`);
    await terminal.untilText('Connecting to the daemon at 127.0.0.1:1');
    terminal.press('C-c');
    await expectRestored('status 0');
  });

  it.each([
    ['TERM', 143],
    ['INT', 130],
    ['HUP', 129],
  ])('leaves the terminal as it was after SIG%s', async (signal, status) => {
    await start(`sh -c 'echo $$ > pid; exec "$@"' sh`);
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), `SIG${signal}`);
    await expectRestored(`status ${status}`);
  });

  it('leaves the terminal as it was when it fails, and then says how', async () => {
    await start();
    daemon.sendText('{"type":"hello"}');
    const { text } = await terminal.untilText('status 1');
    expect(text).toContain('The terminal UI failed: TypeError');
    await expectRestored('status 1');
  });

  it('survives the death of the daemon, says so, and goes on when it is back', async () => {
    await start();
    const { port } = daemon;
    await daemon.kill();
    await terminal.untilText('No link to 127.0.0.1');
    daemon = await FakeDaemon.open(port, { ...drumHello, playing: true });
    await terminal.untilText('playing');
    terminal.press('q');
    await expectRestored('status 0');
  });

  it('leaves the terminal as it was when the process that started it is killed', async () => {
    const pid = join(folder, 'pid');
    const script = standIn(pid, `127.0.0.1:${daemon.port}`).replaceAll('\n', ' ');
    terminal.run(`clear; node -e "${script}"; echo status $?`);
    await terminal.untilText('groove-drummer');
    process.kill(Number(readFileSync(pid, 'utf8')), 'SIGKILL');
    await expectTerminalAsBefore();
    await vi.waitFor(() => expect(daemon.clients).toBe(0));
  });

  it('fits after a resize, down to 40x12 and back', async () => {
    await start();
    terminal.resize(40, 12);
    // The terminal folds what was drawn for 80 columns before it is drawn anew.
    await terminal.until('40x12', ({ text }) => {
      const fits = text.includes('▸ tempo') && !text.includes('page');
      return fits && /stopped {2}1\.1\.1$/.test(text.split('\n')[0]!);
    });
    terminal.resize(80, 24);
    await terminal.untilText('http://127.0.0.1');
  });

  it('takes neither pasted text nor an answer of the terminal for keys', async () => {
    await start();
    terminal.feed('\x1b[200~q\x1b[201~\x1b[?1;2q');
    const { text, alternate } = await terminal.until('a typed value', (look) => {
      terminal.press('9'); // Those that come in one piece with them are lost with it.
      return look.text.includes('9_');
    });
    expect(alternate).toBe(true);
    expect(text).toContain('stopped');
  });

  it('has no colour and nothing but ASCII where it must not', async () => {
    await start('NO_COLOR=1 LC_ALL=C');
    const { text } = await terminal.untilText('quit');
    expect(text).toMatch(/^[ -~\n]*$/);
    expect(text).toContain('> tempo');
  });

  it('prints plain lines on a dumb terminal, and takes nothing of it', async () => {
    await start('TERM=dumb');
    const look = await terminal.untilText('tempo 120 BPM');
    expect(look.alternate).toBe(false);
    expect(look.cursor).toBe(true);
    terminal.press('C-c');
    await terminal.untilText('status 130');
  });

  it.each(['nowhere', '127.0.0.1:99999'])(
    'refuses %s, which is no address, with status 2 and a hint',
    async (address) => {
      terminal.run(`clear; node ${main} --connect ${address}; echo status $?`);
      const { text } = await terminal.untilText('status 2');
      expect(text).toContain(`--connect ${address} is not HOST:PORT. Hint: --connect`);
    },
  );
});
