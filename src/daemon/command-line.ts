import { Fault } from '../model/fault.js';
import type { Command, CommandIo } from './command.js';
import { commands } from './commands/index.js';
import { parseArguments } from './core/arguments.js';
import { renderCommandHelp, renderHelp } from './core/help.js';
import { nearestName } from './core/nearest.js';
import { version } from './version.js';

/** Runs `ghostnote ARGV` and gives its exit status. @throws Fault for wrong use and for whatever the command fails on. */
export async function runCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  io: Pick<CommandIo, 'lines' | 'out' | 'err'>,
): Promise<number> {
  const [name = '--help', ...rest] = argv;
  if (name === '--version') {
    io.out(version);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    io.out(renderHelp(commands));
    return 0;
  }
  const command = findCommand(name);
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(renderCommandHelp(command));
    return 0;
  }
  return command.run({ ...io, ...parseArguments(rest, command, env) });
}

function findCommand(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const close = nearestName(
    name,
    commands.map((command) => command.name),
  );
  throw new Fault('USAGE', `there is no command "${name}"`, {
    hint: close === undefined ? 'see ghostnote --help' : `did you mean "ghostnote ${close}"?`,
  });
}
