import { parseArgs } from 'node:util';
import { press } from './control.js';
import { glyphsFor } from './glyphs.js';
import type { Connection } from './connection.js';
import { point } from './mouse.js';
import type { Outcome } from './outcome.js';
import { pace } from './pace.js';
import { loseConnection, receive } from './receive.js';
import type { Screen } from './screen.js';
import { wantsColour } from './sgr.js';
import { initialState, type State } from './state.js';
import { statusLines } from './status.js';
import type { Line } from './text.js';
import { view } from './view.js';

/** Twenty frames a second, and only when something changed. */
const frameMs = 50;

/** How soon it is seen that the daemon that started this screen has died: the terminal is then someone else's. */
const parentMs = 100;

/** What Unix shells give for a process that a signal ended. */
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const { connect: address, code } = readArguments(process.argv.slice(2));
let state = initialState(address);
const plain = process.env['TERM'] === 'dumb' || !process.stdout.isTTY || !process.stdin.isTTY;
endWithOthers();
let connection: Connection | null = null;
const show = plain ? printer() : await painter();
// The first frame is on the screen before the WebSocket library has loaded.
const { connect } = await import('./connection.js');
connection = connect(address, code, {
  message: (message) => show(receive(state, message)),
  lost: () => show(loseConnection(state)),
  refused: () => {
    process.once('exit', () => {
      process.stderr.write(
        code === ''
          ? `${address} asks for its code. Hint: --code K7Q2MX, with what "ghostnote play --lan" prints there\n`
          : `${code} is not the code of ${address}. Hint: "ghostnote play --lan" prints it there\n`,
      );
    });
    process.exit(1);
  },
});

/** `HOST:PORT` of `--connect`, and `--code`. Ends the process with status 2 where they make no sense. */
function readArguments(args: string[]): { connect: string; code: string } {
  try {
    const { connect, code } = parseArgs({
      args,
      options: {
        connect: { type: 'string', default: '127.0.0.1:8765' },
        code: { type: 'string', default: '' },
      },
    }).values;
    if (/^(\[[^\]]+\]|[^:\s/]+):\d+$/.test(connect) && URL.canParse(`ws://${connect}/`))
      return { connect, code };
    throw new Error(`--connect ${connect} is not HOST:PORT`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}. Hint: --connect 127.0.0.1:8765\n`);
    process.exit(2);
  }
}

/** Every way to end runs the `exit` handlers of the process, and with them the screen's. */
function endWithOthers(): void {
  for (const [name, status] of Object.entries(signals))
    process.on(name, () => process.exit(status));
  for (const name of ['uncaughtException', 'unhandledRejection'])
    process.on(name, (error: unknown) => crash(error));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, parentMs).unref();
}

/** A fault of this program: the terminal first, then the stack, which someone will want to report. */
function crash(error: unknown): never {
  process.once('exit', () => {
    process.stderr.write(`The terminal UI failed: ${String((error as Error).stack ?? error)}\n`);
  });
  process.exit(1);
}

function printer(): (next: State) => void {
  // A reader that has enough (`| head`) has had what it wanted.
  process.stdout.on('error', () => process.exit(0));
  process.stdout.write(`ghostnote, connecting to ${address}\n`);
  return (next) => {
    for (const line of statusLines(state, next)) process.stdout.write(`${line}\n`);
    state = next;
  };
}

async function painter(): Promise<(next: State) => void> {
  // Only here: a terminal that cannot move its cursor gets no byte of blessed.
  const { openScreen } = await import('./screen.js');
  const glyphs = glyphsFor(process.env, process.platform);
  const screen: Screen = openScreen(wantsColour(process.env), {
    key: (name) => obey(press(state, name, Math.random)),
    mouse: (event) => obey(point(state, shown(), event, Math.random)),
    resize: draw,
    gone: () => process.exit(signals.SIGHUP),
  });
  const redraw = pace(draw, frameMs);

  function shown(): Line[] {
    return view(state, screen.size(), glyphs);
  }

  function draw(): void {
    screen.draw(shown());
  }

  function obey(outcome: Outcome): void {
    if (outcome.effect === 'quit') process.exit(0);
    if (outcome.effect === 'redraw') screen.forget();
    for (const message of outcome.send) connection?.send(message);
    show(outcome.state);
  }

  redraw();
  return (next) => {
    state = next;
    redraw();
  };
}
